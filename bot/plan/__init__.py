"""The board plan: an advice as one or two pages to vote on, and as a text to forward."""
