"""One set of icons, drawn on a 20 px grid with the current colour; words always stand beside them."""

from __future__ import annotations

PATHS: dict[str, str] = {
    "search": "M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM13 13l4 4",
    "check": "M4 10.5l4 4 8-9",
    "cross": "M5 5l10 10M15 5L5 15",
    "clock": "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14ZM10 6v4l3 2",
    "alert": "M10 3l7.5 13.5h-15ZM10 8v4M10 14.2v.3",
    "pause": "M7 5v10M13 5v10",
    "info": "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14ZM10 9v5M10 6v.3",
    "file": "M5 2.5h7l3.5 3.5v11.5H5ZM12 2.5V6h3.5",
    "download": "M10 3v9M6 8.5l4 4 4-4M4 16.5h12",
    "print": "M6 7V3h8v4M6 14H3.5V7h13v7H14M6 12h8v5H6Z",
    "link": "M8.5 11.5l3-3M9 6l2-2a3.5 3.5 0 0 1 5 5l-2 2M11 14l-2 2a3.5 3.5 0 0 1-5-5l2-2",
    "sound": "M4 8v4h3l4 3.5v-11L7 8ZM13.5 7.5a4 4 0 0 1 0 5M15.5 5a7.5 7.5 0 0 1 0 10",
    "qr": "M3.5 3.5h5v5h-5ZM11.5 3.5h5v5h-5ZM3.5 11.5h5v5h-5ZM11.5 11.5h2v2h-2ZM14.5 14.5h2v2h-2Z",
    "flag": "M5 17.5V3h10l-2 3.5 2 3.5H5",
    "back": "M12 4l-6 6 6 6",
    "forward": "M8 4l6 6-6 6",
    "filter": "M3 5h14M6 10h8M8.5 15h3",
    "edit": "M4 16l1-4 8.5-8.5 3 3L8 15Z",
    "plus": "M10 4v12M4 10h12",
    "eye": "M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5ZM10 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z",
    "care": "M10 16.5S3 12.5 3 7.8A3.8 3.8 0 0 1 10 5.8a3.8 3.8 0 0 1 7 2c0 4.7-7 8.7-7 8.7Z",
    "contrast": "M10 3a7 7 0 1 1 0 14ZM10 3a7 7 0 0 0 0 14",
    "person": "M10 3a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM3.5 17a6.5 6.5 0 0 1 13 0",
    "up": "M5 12l5-5 5 5",
    "down": "M5 8l5 5 5-5",
}
