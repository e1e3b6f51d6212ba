from datetime import datetime
from zoneinfo import ZoneInfo

AT = datetime(2026, 11, 20, 7, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # still the 19th in Greenwich
TODAY = AT.date()
