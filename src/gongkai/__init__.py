"""Gongkai (公开): the system a Chinese city or county runs its open government on."""

__version__ = "0.1.0"
