-- Whenever transfers are added.
CREATE TRIGGER ledger_transfer_keeps_balances
AFTER INSERT ON ledger_transfer
REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION ledger_keep_balances();
