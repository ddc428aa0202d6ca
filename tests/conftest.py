"""Settings of every property test: no time limit on machines that are busy."""

from hypothesis import settings

settings.register_profile("project", deadline=None)
settings.load_profile("project")
