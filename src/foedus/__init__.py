"""foedus: is this alliance prepared for the world it is entering?"""

__version__ = "0.1.0"
