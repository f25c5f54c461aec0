"""The addresses of the people's screens."""

from django.urls import path

from mianshen.bureau.workbench.people import accounts, answering, history, identity, rulings, views

urlpatterns = [
    path("<int:person>", views.person, name="person"),
    path("<int:person>/same", identity.same_person, name="same-person"),
    path("<int:person>/same/follows", identity.same_follows, name="same-follows"),
    path("<int:person>/same/propose", identity.propose_same, name="propose-same"),
    path("<int:person>/apart", identity.two_people, name="two-people"),
    path("<int:person>/apart/propose", identity.propose_apart, name="propose-apart"),
    path("identity", identity.identity_waiting, name="identity-waiting"),
    path("identity/<int:asked>", identity.decide_identity, name="decide-identity"),
    path("<int:person>/visits", history.visits, name="person-visits"),
    path("<int:person>/orders", history.orders, name="person-orders"),
    path("<int:person>/accounts", accounts.person_accounts, name="person-accounts"),
    path("<int:person>/accounts/propose", accounts.propose_account, name="propose-account"),
    path(
        "<int:person>/accounts/<int:account>/take-back",
        accounts.take_account_back,
        name="take-account-back",
    ),
    path("<int:person>/payee", accounts.set_payee, name="set-payee"),
    path("<int:person>/answering", answering.answering, name="person-answering"),
    path("<int:person>/answering/hand-over", answering.hand_over, name="hand-over"),
    path("<int:person>/answering/used", answering.used_file, name="used-file"),
    path("<int:person>/household", views.household, name="person-household"),
    path("<int:person>/rulings", rulings.rulings, name="person-rulings"),
    path("<int:person>/apply", rulings.note_application, name="note-application"),
    path("<int:person>/choose", rulings.note_choice, name="note-choice"),
    path("<int:person>/take-back", rulings.take_back, name="take-back-ruling"),
]
