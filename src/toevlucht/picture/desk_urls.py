"""The addresses of editions in the making, and of what partners receive."""

from django.urls import path

from toevlucht.picture.pages import (
    deciding,
    draft_words,
    drafts,
    previews,
    renditions,
    reviewing,
)
from toevlucht.picture.urls import edition  # its file paths are known from there

one = "drafts/<int:draft>/"
version = f"editions/{edition}v<int:version>/"

urlpatterns = [
    path("drafts/", drafts.listed, name="drafts"),
    path("drafts/new/", drafts.new, name="draft-new"),
    path("drafts/new/series/", drafts.new_series, name="draft-new-series"),
    path("drafts/new/<slug:series>/", drafts.open_in_series, name="draft-open"),
    path(f"drafts/correct/{edition}v<int:version>/", drafts.correct, name="draft-correct"),
    path(one, drafts.draft, name="draft"),
    path(f"{one}setup/", drafts.setup, name="draft-setup"),
    path(f"{one}move/<slug:state>/", drafts.move, name="draft-move"),
    path(f"{one}drop/", drafts.drop, name="draft-drop"),
    path(f"{one}texts/<slug:section>/", draft_words.text, name="draft-text"),
    path(f"{one}judgements/new/", draft_words.new_judgement, name="draft-judgement-new"),
    path(f"{one}judgements/<slug:name>/", draft_words.judgement, name="draft-judgement"),
    path(f"{one}judgements/<slug:name>/out/", draft_words.take_out, name="draft-judgement-out"),
    path(f"{one}look/", previews.ask, name="draft-look"),
    path(f"{one}look/<slug:rendition>/", previews.preview, name="draft-preview"),
    path(f"{one}look/<slug:rendition>/files/<file_path:path>", previews.file, name="draft-file"),
    path(f"{one}remarks/", drafts.comments, name="draft-comments"),
    path(f"{one}remarks/<int:comment>/", drafts.reply, name="draft-reply"),
    path(f"{one}publish/", deciding.publish, name="draft-publish"),
    path("reviews/<int:draft>/", reviewing.review, name="review"),
    path("reviews/<int:draft>/remark/", reviewing.remark, name="review-remark"),
    path("reviews/<int:draft>/answer/", reviewing.answer, name="review-answer"),
    path("reviews/<int:draft>/files/<file_path:path>", reviewing.file, name="review-file"),
    path("editions/", renditions.editions, name="partners-editions"),
    path(version, renditions.edition, name="partners-edition"),
    path(f"{version}files/<file_path:path>", renditions.file, name="partners-file"),
]
