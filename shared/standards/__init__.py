"""Says who said what in the words of two standards: W3C Web Annotations, and schema.org's `Quotation`.

from shared.standards import annotation_page, schema_article, web_annotations
print(annotation_page(article).json_ld())

Pure functions of an extracted article, or of any record with its fields (`Quoted`). All need pydantic alone.
"""

from shared.standards.identifiers import quotation_ids, source_of
from shared.standards.json_ld import JsonLd
from shared.standards.quoted import Quoted
from shared.standards.schema_org import schema_article
from shared.standards.web_annotation import Annotation, AnnotationPage, annotation_page, web_annotations

__all__ = [
    "Annotation",
    "AnnotationPage",
    "JsonLd",
    "Quoted",
    "annotation_page",
    "quotation_ids",
    "schema_article",
    "source_of",
    "web_annotations",
]
