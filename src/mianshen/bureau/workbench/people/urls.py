"""The addresses of the people's screens."""

from django.urls import path

from mianshen.bureau.workbench.people import accounts, history, rulings, views

urlpatterns = [
    path("<int:person>", views.person, name="person"),
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
    path("<int:person>/household", views.household, name="person-household"),
    path("<int:person>/rulings", rulings.rulings, name="person-rulings"),
    path("<int:person>/apply", rulings.note_application, name="note-application"),
    path("<int:person>/choose", rulings.note_choice, name="note-choice"),
    path("<int:person>/take-back", rulings.take_back, name="take-back-ruling"),
]
