"""Static files under names that carry their hash, imports between our ES modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "web/*.js"


class StaticStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    # Ours alone: other packages' scripts name modules in examples that no file stands behind.
    _js_module_import_aggregation_patterns = (
        OURS,
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],  # type: ignore[attr-defined]  # noqa: SLF001
    )
