"""The addresses of news on the desk."""

from django.urls import path

from toevlucht.news.pages import issues, writing

urlpatterns = [
    path("news/", writing.listed, name="news-desk"),
    path("news/new/", writing.new, name="news-draft-new"),
    path("news/drafts/<int:draft>/", writing.one, name="news-draft"),
    path("news/drafts/<int:draft>/head/", writing.head, name="news-draft-head"),
    path("news/drafts/<int:draft>/statement/", writing.statement, name="news-draft-statement"),
    path(
        "news/drafts/<int:draft>/statement/<int:place>/",
        writing.statement,
        name="news-draft-statement",
    ),
    path(
        "news/drafts/<int:draft>/statement/<int:place>/take-out/",
        writing.take_out,
        name="news-draft-take-out",
    ),
    path("news/drafts/<int:draft>/references/", writing.references, name="news-draft-references"),
    path("news/drafts/<int:draft>/move/<slug:to>/", writing.move, name="news-draft-move"),
    path("news/items/<slug:slug>/correct/", writing.correct, name="news-correct"),
    path("news/items/<slug:slug>/archive/", writing.archive, name="news-archiving"),
    path("newsletter/", issues.listed, name="issues"),
    path("newsletter/new/", issues.new, name="issue-new"),
    path("newsletter/<int:number>/", issues.one, name="issue"),
    path("newsletter/<int:number>/write/", issues.write, name="issue-write"),
    path("newsletter/<int:number>/place/", issues.place, name="issue-place"),
    path("newsletter/<int:number>/move/<slug:to>/", issues.move, name="issue-move"),
]
