# Django's begins with the day of the week: "dal Domenica 29 Novembre 2026".
DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y H:i"
