package io.weir.amqp091.codec;

/** Class 90 (1.9.2): publications and settlements that happen together. */
public sealed interface TxMethod extends Method {

  /** Makes the channel one of transactions. */
  record Select() implements TxMethod, Synchronous<SelectOk> {
    @Override
    public MethodId id() {
      return MethodId.TX_SELECT;
    }
  }

  /** It is. */
  record SelectOk() implements TxMethod {
    @Override
    public MethodId id() {
      return MethodId.TX_SELECT_OK;
    }
  }

  /** Lets happen what was published and settled since the last time. */
  record Commit() implements TxMethod, Synchronous<CommitOk> {
    @Override
    public MethodId id() {
      return MethodId.TX_COMMIT;
    }
  }

  /** It has happened. */
  record CommitOk() implements TxMethod {
    @Override
    public MethodId id() {
      return MethodId.TX_COMMIT_OK;
    }
  }

  /** Forgets it. */
  record Rollback() implements TxMethod, Synchronous<RollbackOk> {
    @Override
    public MethodId id() {
      return MethodId.TX_ROLLBACK;
    }
  }

  /** It is forgotten. */
  record RollbackOk() implements TxMethod {
    @Override
    public MethodId id() {
      return MethodId.TX_ROLLBACK_OK;
    }
  }
}
