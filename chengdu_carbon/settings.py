"""Every setting; what differs between machines is read from the environment (docs/operations.md has the list)."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _
from kombu.entity import Queue

from desk.look import UNFOLD as UNFOLD

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", False)
# The project's own tests, drills and measurements, on this machine alone, run without what production must have.
REHEARSAL = env.bool("PORTAL_REHEARSAL", False)
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

PORTAL_APPS = [
    "jobs",
    "seals",
    "accounts",
    "platforms",
    "lists",
    "scenarios",
    "credits",
    "evidence",
    "activities",
    "channels.household",
    "channels.photo_reports",
    "channels.quiz",
    "channels.visits",
    "channels.files",
    "channels.api",
    "channels.form",
    "review",
    "merchants",
    "campaigns",
    "projects",
    "city",
    "portal",
    "desk",
    "simulation",
]
"""Our own, the lowest first. What an app brings it brings itself (`common.brought`): this line adds it."""

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "desk.place.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "chengdu_carbon.static_files.PortalStaticFiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "csp",
    "django_htmx",
    "axes",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "drf_spectacular",
    "common",
    *PORTAL_APPS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.edge.edge",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # With bytes of random length in each answer, so that no secret in it can be told from its length (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.language.ReaderLanguageMiddleware",
    "common.absence.AbsenceMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.signed_out.SignedOutMiddleware",
    "merchants.till.lock.till_lock",
    "desk.passage.DeskMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    *(["portal.missing.OwnMissingPage"] if DEBUG else []),
]

ROOT_URLCONF = "chengdu_carbon.urls"
WSGI_APPLICATION = "chengdu_carbon.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "common.pages.display.in_templates",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "common.templatetags.icons",
            ],
        },
    }
]

# Health

# Addresses that answer whatever is away, without session or TLS.
PROBES = ("livez", "readyz", "healthz")
# Who brings it gets the facts behind the words of /healthz; without one nobody does.
HEALTH_TOKEN = env.str("HEALTH_TOKEN", "")
DISK_LEAST_FREE_MB = env.int("DISK_LEAST_FREE_MB", 200)

# Data

# By this role the portal runs. It changes no table and no row that is for ever (`common/table_rights.py`).
DATABASES = {"default": env.db_url("DATABASE_URL")}
# The role that owns the tables, for the commands that make and change them; no process of the portal is given it.
OWNER_URL = env.str("DATABASE_OWNER_URL", "")
DATABASE_OWNER = env.db_url_config(OWNER_URL) if OWNER_URL else {}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Who is gone without a word is noticed after seconds, instead of hours: the server by its clients, and a client by the
# server, which else keeps the locks of somebody who never comes back. What the address says counts.
IDLE_IN_TRANSACTION_S = env.int("IDLE_IN_TRANSACTION_S", 10)
OF_A_SESSION = {
    "idle_in_transaction_session_timeout": f"{IDLE_IN_TRANSACTION_S}s",
    "tcp_keepalives_idle": 30,
    "tcp_keepalives_interval": 10,
    "tcp_keepalives_count": 3,
}
# Between stands a pooler that gives a server's connection to another client after each transaction: then nothing is
# kept in a session of the database, neither statements nor cursors nor what is asked for when connecting.
TRANSACTION_POOLER = env.bool("TRANSACTION_POOLER", False)
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = TRANSACTION_POOLER
ASKED_FOR = (
    {} if TRANSACTION_POOLER else {"options": " ".join(f"-c {name}={OF_A_SESSION[name]}" for name in OF_A_SESSION)}
)
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    **ASKED_FOR,
    **DATABASES["default"].get("OPTIONS", {}),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Work

REDIS_URL = env.str("REDIS_URL")


def broker_url(redis_url: str) -> str:
    """Celery's way of writing a Redis address: a Unix socket needs a scheme of its own."""
    if not redis_url.startswith("unix://"):
        return redis_url
    path, _sep, query = redis_url.removeprefix("unix://").partition("?")
    database = query.removeprefix("db=") or "0"
    return f"redis+socket://{path}?virtual_host={database}"


# A few figures of public pages, beside the broker's messages; nothing that matters, for Redis may be away.
CACHES = {
    "default": {
        "BACKEND": "common.cache.Cache",
        "LOCATION": env.str("CACHE_URL", REDIS_URL),
        "KEY_FUNCTION": "common.cache.key_of",
        "KEY_PREFIX": "cache",
        "OPTIONS": {"socket_timeout": 0.25},
    },
    # What `{% cache %}` keeps: parts of pages that are as constant as the program, so each process has its own.
    "template_fragments": {
        "BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if DEBUG else 'locmem.LocMemCache'}",
    },
}
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 0.5,
    "socket_timeout": 5.0,
    "socket_keepalive": True,
    # A broker that says nothing for twice as long is asked on another connection.
    "health_check_interval": 5,
    "visibility_timeout": 60,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
# What is done in a moment has a queue of its own, so that it is not kept waiting behind the work.
CELERY_TASK_QUEUES = [Queue("celery"), Queue("clock")]
CELERY_BEAT_SCHEDULER = "jobs.scheduler:Scheduler"
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Shanghai"
# Celery closes the database's connection after each task unless told how often one may be used again; whether it may
# be, `chengdu_carbon.celery.PortalTask` asks before each.
CELERY_DB_REUSE_MAX = 10_000

# People

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "accounts.signed_out.csrf_failure"
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_SIGNUP_REDIRECT_URL = "portal:first_step"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.PhoneAdapter"
ACCOUNT_LOGIN_METHODS = {"phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 5 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
# Many phones of one mobile network come from one address, so the limits by address and by network are wide.
ACCOUNT_RATE_LIMITS = {
    # Each of these is a text message that is paid for (`accounts/code_requests.py`).
    "request_login_code": "60/m/ip,600/d/ip,2000/d/net",
    # The key is the number and the address from which it is asked for.
    "request_code_from_here": "3/m/key,10/h/key,20/d/key",
    # The key is the number: past this whoever asks solves a puzzle, and is told apart by their address again.
    "request_code_to_number": "10/h/key,20/d/key",
    "request_code_slowly": "1/2m/key,2/15m/key,3/2h/key,5/d/key",
    # The key is a device and a number with which it has signed in before.
    "request_code_at_known_device": "3/m/key,10/h/key,20/d/key",
    # The key is the user.
    "request_code_signed_in": "3/m/key,10/h/key,20/d/key",
    "request_code_without_puzzle": "20/h/ip,60/d/ip",
    # The key is the puzzle, which lasts ten minutes.
    "use_puzzle": "1/15m/key",
    "answer_puzzle": "10/h/ip,30/d/ip",
    # The key is the one code: a guesser cannot use up the tries of the number's owner.
    "confirm_login_code": "5/10m/key",
    "confirm_from_address": "120/m/ip",
    # Signed before it is looked up; a whole city's phones come from few addresses.
    "renew_app_sign_in": "600/m/ip",
    # Each asks a platform, which allows us so many.
    "sign_in_from_mini_program": "120/m/ip",
    # A passkey's answer names whose it is and cannot be guessed: this holds what checking costs.
    "sign_in_by_passkey": "120/m/ip",
    "answer_passkey_question": "1/15m/key",
    # Each going writes into a session; many phones of one mobile network come from one address.
    "go_to_platform": "120/m/ip",
    # The key is the number, which whoever asks has shown to read: it goes to a new account once in a while.
    "begin_anew": "2/d/key,30/d/ip",
    # The key is the account whose number is to change; each is a text to its old number.
    "ask_phone_change": "3/d/key",
    "stop_phone_change": "60/m/ip",
    # 40 random bits each; whoever has hit one has stopped a stranger's change.
    "stop_phone_change_by_code": "20/10m/ip,100/h/net",
    # The key is who types the code that another account shows.
    "pair_account": "5/10m/key,20/d/key,60/h/ip",
    # The key is the citizen: three of a million codes are right at a time.
    "enter_venue_code": "10/10m/key,50/d/key",
    "enter_campaign_code": "10/10m/key,50/d/key",
    # The key is the citizen, who types: what they type is reckoned a little after each pause.
    "estimate": "60/m/key,600/h/key",
    # The key is the sender. Files and photos that are refused count as well; many senders share an address.
    "upload": "30/10m/key,150/d/key,300/10m/ip",
    # Whoever applies as a merchant may send photos for their drafts; each costs a decoder's time.
    "send_offer_photo": "50/d/key",
    # The key is the citizen: what is said of a published project everybody reads.
    "comment": "10/h/key,30/d/key",
    "report_comment": "10/h/key,30/d/key",
    # The key is the user, whatever session they guess in.
    "second_factor": "5/5m/key,30/d/key",
    # The key is the number: whoever reads it now tries the factor of the account that has it.
    "second_factor_at_door": "5/5m/key,30/d/key",
    # At the desk, before a password is hashed: the key is the name, from wherever; then all names together.
    "desk_password": "20/m/ip,10/10m/key,30/h/key",
    "desk_password_in_all": "60/m/key",
    "desk_password_known": "10/10m/key,30/h/key",
}
# How many proxies of ours stand before the web process: the address of a visitor is taken from what they add.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 1 if env.bool("BEHIND_TLS_PROXY", False) else 0)
MFA_ADAPTER = "accounts.vault.VaultAdapter"
MFA_TOTP_ISSUER = "碳惠天府"
# How long a session is believed that has shown the second factor.
SECOND_FACTOR_S = env.int("SECOND_FACTOR_S", 12 * 60 * 60)
# How long a citizen's new number waits where the old one could not be shown, so that it can be stopped.
PHONE_CHANGE_WAIT_DAYS = max(env.int("PHONE_CHANGE_WAIT_DAYS", 7), 1)
# After how many days without use an account is not opened by its number's code alone on a device it does not know:
# carriers give a number out again after about 90.
PHONE_UNUSED_DAYS = max(env.int("PHONE_UNUSED_DAYS", 90), 1)
# How long another bank account of a merchant waits, so that its owners can withdraw it.
BANK_ACCOUNT_WAIT_DAYS = max(env.int("BANK_ACCOUNT_WAIT_DAYS", 3), 1)
# A phone that a shop shares: where its sessions are kept to, and how long a working day is.
SHARED_PHONE_PLACE = "merchants:tills"
SHARED_PHONE_S = env.int("SHARED_PHONE_S", 12 * 60 * 60)
# Days after its use within which a voucher is refunded.
REFUND_DAYS = env.int("REFUND_DAYS", 90)
# The gateways that are paid for, the first first: "aliyun,tencent". What each needs: docs/texting.md.
SMS_PROVIDERS = env.list("SMS_PROVIDERS", default=[])
SMS_GATEWAY = env.str(
    "SMS_GATEWAY", "accounts.texting.gateways.Gateways" if SMS_PROVIDERS else "accounts.sms.LogGateway"
)
SMS_ALIYUN = {
    "access_key_id": env.str("SMS_ALIYUN_ACCESS_KEY_ID", ""),
    "access_key_secret": env.str("SMS_ALIYUN_ACCESS_KEY_SECRET", ""),
    "sign_name": env.str("SMS_ALIYUN_SIGN_NAME", ""),
    "templates": env.dict("SMS_ALIYUN_TEMPLATES", default={}),
    "endpoint": env.str("SMS_ALIYUN_ENDPOINT", "https://dysmsapi.aliyuncs.com"),
}
SMS_TENCENT = {
    "secret_id": env.str("SMS_TENCENT_SECRET_ID", ""),
    "secret_key": env.str("SMS_TENCENT_SECRET_KEY", ""),
    "sdk_app_id": env.str("SMS_TENCENT_SDK_APP_ID", ""),
    "sign_name": env.str("SMS_TENCENT_SIGN_NAME", ""),
    "templates": env.dict("SMS_TENCENT_TEMPLATES", default={}),
    "endpoint": env.str("SMS_TENCENT_ENDPOINT", "https://sms.tencentcloudapi.com"),
    "region": env.str("SMS_TENCENT_REGION", "ap-guangzhou"),
}
# Whose numbers it reaches, as ISO codes: "CN,HK,MO,TW,GB".
SMS_REGIONS = env.list("SMS_REGIONS", default=["CN"])
# Sign-in messages of one day of the city: past it only devices get one that have signed in with the number before.
SMS_DAY_CEILING = env.int("SMS_DAY_CEILING", 20_000)

# Platforms to sign in from (docs/platforms.md). One whose keys are not set is not shown. The addresses are those of the
# platforms themselves; others are there for tests and the demonstration, and must be https except on this machine.

SOCIALACCOUNT_ADAPTER = "platforms.asking.Adapter"
# WeChat knows a website, which shows a QR code, and an official account, whose pages are opened inside WeChat.
WECHAT_WEBSITE = {"app_id": env.str("WECHAT_WEBSITE_APP_ID", ""), "secret": env.str("WECHAT_WEBSITE_SECRET", "")}
WECHAT_OFFICIAL = {"app_id": env.str("WECHAT_OFFICIAL_APP_ID", ""), "secret": env.str("WECHAT_OFFICIAL_SECRET", "")}
WECHAT_OPEN_URL = env.str("WECHAT_OPEN_URL", "https://open.weixin.qq.com")
WECHAT_API_URL = env.str("WECHAT_API_URL", "https://api.weixin.qq.com")
WEIBO = {"app_id": env.str("WEIBO_APP_KEY", ""), "secret": env.str("WEIBO_APP_SECRET", "")}
WEIBO_URL = env.str("WEIBO_URL", "https://api.weibo.com")
# Ours signs what is asked, theirs what is answered: RSA of 2048 bits, as PEM or as the bare Base64 of Alipay's tool.
ALIPAY = {
    "app_id": env.str("ALIPAY_APP_ID", ""),
    "private_key": env.str("ALIPAY_PRIVATE_KEY", "", multiline=True),
    "alipay_public_key": env.str("ALIPAY_PUBLIC_KEY", "", multiline=True),
}
ALIPAY_AUTHORIZE_URL = env.str("ALIPAY_AUTHORIZE_URL", "https://openauth.alipay.com/oauth2/publicAppAuthorize.htm")
ALIPAY_GATEWAY_URL = env.str("ALIPAY_GATEWAY_URL", "https://openapi.alipay.com/gateway.do")
DOUYIN = {"app_id": env.str("DOUYIN_CLIENT_KEY", ""), "secret": env.str("DOUYIN_CLIENT_SECRET", "")}
DOUYIN_URL = env.str("DOUYIN_URL", "https://open.douyin.com")
# Mini-programs, which hand in a login code at the API (docs/client.md); each has keys of its own there.
WECHAT_MINI_PROGRAM = {
    "app_id": env.str("WECHAT_MINI_PROGRAM_APP_ID", ""),
    "secret": env.str("WECHAT_MINI_PROGRAM_SECRET", ""),
}
ALIPAY_MINI_PROGRAM = {
    "app_id": env.str("ALIPAY_MINI_PROGRAM_APP_ID", ""),
    "private_key": env.str("ALIPAY_MINI_PROGRAM_PRIVATE_KEY", "", multiline=True),
    "alipay_public_key": env.str("ALIPAY_MINI_PROGRAM_PUBLIC_KEY", "", multiline=True),
}
DOUYIN_MINI_PROGRAM = {
    "app_id": env.str("DOUYIN_MINI_PROGRAM_APP_ID", ""),
    "secret": env.str("DOUYIN_MINI_PROGRAM_SECRET", ""),
}
DOUYIN_MINI_PROGRAM_URL = env.str("DOUYIN_MINI_PROGRAM_URL", "https://developer.toutiao.com")

# Staff, at the desk

DESK_IDLE_S = 8 * 60 * 60
# How long a merger of two accounts waits before it may be approved, so that whoever lost a session or a number can
# withdraw it: never shorter than a change of the number, which it may bring.
MERGER_WAIT_DAYS = max(env.int("MERGER_WAIT_DAYS", 7), PHONE_CHANGE_WAIT_DAYS)
# For how many days it waits for an answer before it runs out; so the desk has a week at least.
MERGER_DAYS = max(env.int("MERGER_DAYS", 14), MERGER_WAIT_DAYS + 7)
# For how many days an adjustment waits for an answer before it runs out.
ADJUSTMENT_DAYS = env.int("ADJUSTMENT_DAYS", 14)
# Counted per name and address, so that nobody can lock a colleague out from elsewhere; nor from their own address
# where the browser is known, which has a count of its own.
# Citizens have no password to guess.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Knocking at a locked door does not keep it locked.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "accounts.requests.address_of"
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_WHITELIST_CALLABLE = "accounts.guessing.is_never_locked"
AXES_ENABLE_ADMIN = False
# Would keep a row, with an address, of every citizen's sign-in.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# The audit trail: what was written is never changed, and only the desk's writes are told with their writer.

PGHISTORY_APPEND_ONLY = True
PGHISTORY_BASE_MODEL = "common.timed_event.TimedEvent"
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)

# Language, time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
FORMAT_MODULE_PATH = "chengdu_carbon.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Whom citizens can ask, as the page of help shows it; empty where there is nobody.
CONTACT = {
    "phone": env.str("CONTACT_PHONE", ""),
    "email": env.str("CONTACT_EMAIL", ""),
    "hours": env.str("CONTACT_HOURS", ""),
}

# Files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / ".build" / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", BASE_DIR / "node_modules" / "bootstrap" / "dist"),
    ("echarts", BASE_DIR / "node_modules" / "echarts" / "dist"),
    ("leaflet", BASE_DIR / "node_modules" / "leaflet" / "dist"),
    ("gcoord", BASE_DIR / "node_modules" / "gcoord" / "dist"),
    ("zxing", BASE_DIR / "node_modules" / "@zxing" / "browser" / "umd"),
]
# What citizens upload: a folder of this machine, or a private bucket that several machines share.
S3_BUCKET = env.str("S3_BUCKET", "")
UPLOADS = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env.str("S3_ENDPOINT", "") or None,
        "region_name": env.str("S3_REGION", "") or None,
        "access_key": env.str("S3_ACCESS_KEY", "") or None,
        "secret_key": env.str("S3_SECRET_KEY", "") or None,
        "default_acl": "private",
        "file_overwrite": False,
    },
}
STORAGES = {
    "default": UPLOADS if S3_BUCKET else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# What citizens upload lies in the data folder, out of reach of every address but the views of its owner.
MEDIA_ROOT = Path(env.str("PORTAL_DATA", str(BASE_DIR / ".data"))) / "uploads"
# The chain of sealed days, outside the database: signed heads, hashes of rows and, unless it is given, the signing key.
SEALS_ROOT = Path(env.str("SEALS_ROOT", str(Path(env.str("PORTAL_DATA", str(BASE_DIR / ".data"))) / "seals")))
SEALS_KEY = env.str("SEALS_KEY", "")
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
IMPORT_MAX_BYTES = 5 * 1024 * 1024
PHOTO_MAX_BYTES = 15 * 1024 * 1024
# Of all documents of an adjustment together; whoever stands in front of the portal lets no more through.
ADJUSTMENT_MAX_BYTES = 15 * 1024 * 1024
PROJECT_FILE_MAX_BYTES = 20 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "common.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Also in the demonstration pages come with their compressed files; `bin/serve` collects them when it starts.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = False
# 1,000 acts of the widest claim are about 300 kB.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Maps. Tiles of China come from a licensed service; without one the metro is drawn.

MAP_TILES = env.str("MAP_TILES", "")
MAP_TILES_DATUM = env.str("MAP_TILES_DATUM", "wgs84")
MAP_TILES_CREDIT = env.str("MAP_TILES_CREDIT", "")
MAP_TILES_HOSTS = env.list("MAP_TILES_HOSTS", default=[])
# Where "Find the way" leads, with the words of the place; empty for no such link. Nothing of the reader goes along.
NAVIGATION_URL = env.str("NAVIGATION_URL", "https://uri.amap.com/search?city=510100&keyword={words}")

# Security

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_TLS_PROXY", False) else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = env.bool("BEHIND_TLS_PROXY", False)
LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE
# With TLS a browser takes these from this very host alone, and not from a neighbour under the same domain.
SESSION_COOKIE_NAME = "__Host-sessionid" if SESSION_COOKIE_SECURE else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SESSION_COOKIE_SECURE else "csrftoken"
# No script reads a cookie: a page carries its token in itself.
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if env.bool("BEHIND_TLS_PROXY", False) else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", True)
# To be put on the browsers' own list binds a whole domain for years: its owner's decision, not a program's.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REDIRECT_EXEMPT = [rf"^{probe}$" for probe in PROBES]
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *MAP_TILES_HOSTS],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Unfold sizes and colours its pages by script. These directives hold under the desk's addresses only.
DESK_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
}

# API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.tokens.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated", "accounts.tokens.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["common.json_bodies.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "accounts.scoped_schema.ScopedSchema",
    "EXCEPTION_HANDLER": "common.http.problem_response",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "碳惠天府 API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    # The others are ours: what refusals look like, which acts can be sent, which the rules in force say, and in which
    # language all of it is told.
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "accounts.scoped_schema.with_problems",
        "channels.api.schema.with_scenarios",
        "accounts.scoped_schema.in_the_readers_language",
    ],
}

# Logs

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "class": "common.discreet_logs.DiscreetFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # Tells of every sign-in, citizens' too; what matters is in its table.
        "axes": {"level": "WARNING"},
        # Tells of every passkey by its name.
        "fido2": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
