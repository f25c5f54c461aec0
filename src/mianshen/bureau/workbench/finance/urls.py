"""The addresses of the district's money."""

from django.urls import path

from mianshen.bureau.workbench.finance import (
    batches,
    books,
    funds,
    opening,
    payment_tasks,
    recoveries,
    requests,
    samples,
)

urlpatterns = [
    path("", funds.funds, name="funds"),
    path("ask", funds.ask, name="ask"),
    path("funds/new", opening.new_fund, name="new-fund"),
    path("funds/open", opening.open_fund, name="open-fund"),
    path("funds/<str:code>", opening.fund, name="fund"),
    path("funds/<str:code>/budget", opening.give_budget, name="give-budget"),
    path("requests", requests.requests, name="requests"),
    path("requests/<str:number>", requests.request_for_money, name="request"),
    path("requests/<str:number>/review", requests.review, name="review"),
    path("requests/<str:number>/arrive", requests.arrive, name="arrive"),
    path("requests/<str:number>/batch", requests.make_batch, name="make-batch"),
    path("batches", batches.batches, name="batches"),
    path("batches/<str:number>", batches.batch, name="payment-batch"),
    path("batches/<str:number>/file", batches.bank_file, name="bank-file"),
    path("batches/<str:number>/send", batches.send, name="send-batch"),
    path("batches/<str:number>/return", batches.load_return, name="load-return"),
    path("batches/<str:number>/draw", samples.draw_payments, name="draw-payments"),
    path("samples/<int:sample>", samples.sample, name="sample"),
    path("samples/<int:sample>/answer", samples.answer, name="answer"),
    path("tasks", payment_tasks.payment_tasks, name="payment-tasks"),
    path("tasks/<int:task>", payment_tasks.see_to, name="see-to"),
    path("tasks/take-up", payment_tasks.take_up, name="take-up"),
    path("second/<int:proposal>", payment_tasks.second, name="second"),
    path("recoveries", recoveries.recoveries, name="recoveries"),
    path("recoveries/open", recoveries.open_recovery, name="open-recovery"),
    path("recoveries/<int:recovery>", recoveries.recovery, name="recovery"),
    path("recoveries/<int:recovery>/act", recoveries.act_on_recovery, name="act-on-recovery"),
    path("books", books.books, name="books"),
    path("books/proof", books.books_proof, name="books-proof"),
    path("books/vouchers", books.vouchers, name="vouchers"),
    path("books/bank", books.reconcile, name="reconcile"),
]
