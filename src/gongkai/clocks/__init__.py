"""Working days and statutory terms. Other apps that keep due dates register with `on_calendar_change`."""

from gongkai.clocks.changes import CalendarChange, on_calendar_change

__all__ = ["CalendarChange", "on_calendar_change"]
