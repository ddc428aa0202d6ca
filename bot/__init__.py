"""The shells around dialogs and knowledge: the only room that meets clock, disk, network and screen."""
