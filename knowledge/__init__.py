"""What is true, and the advice that follows from it: pure rules over one folder of YAML for each country."""

from knowledge.pack import Pack, load_pack
from knowledge.profile import Profile, ProfileError, read_profile
from knowledge.report import Report, advise

__all__ = ["Pack", "Profile", "ProfileError", "Report", "advise", "load_pack", "read_profile"]
