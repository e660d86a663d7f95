COMMENTS_PER_PAGE = 50
# How often one person may comment; each is (number, seconds).
COMMENT_LIMITS = [(10, 60), (100, 3600)]
# The words of a removed comment are kept so long, for whoever has to judge a notice about them.
REMOVED_COMMENTS_KEPT_DAYS = 30

# Notices from one network address, of which only a keyed hash is kept, for as long as the longest limit.
NOTICE_LIMITS = [(5, 600), (20, 86_400)]
# What a notice says of the person who gave it is deleted so long after the decision on it.
NOTICES_KEPT_DAYS = 365
# Regulation (EU) 2022/2065, Art. 20(1) asks for at least six months.
APPEAL_DAYS = 184
