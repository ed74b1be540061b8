package io.weir.backend.kit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * All that a backend has to do, by theme. Extend it in the backend's module; nothing is to be
 * overridden but {@link #newFixture}.
 */
public abstract class BackendContract {

  /** Fresh, empty storage; asked for once per test, closed by the kit. */
  protected abstract BackendFixture newFixture() throws Exception;

  @Nested
  @DisplayName("Topics")
  class Topics extends TopicsContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Sizes")
  class Sizes extends SizesContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Appending")
  class Appending extends AppendContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Reading")
  class Reading extends ReadContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Reading by key")
  class ReadingByKey extends KeyReadContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Invalid batches")
  class InvalidBatches extends InvalidBatchContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Threads")
  class Threads extends ThreadsContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Awaiting appends")
  class Awaiting extends AwaitContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Idempotent producers")
  class Producers extends ProducersContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Appending to several partitions")
  class AppendingToSeveral extends AppendAllContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Claims")
  class Claims extends ClaimsContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Timestamps")
  class Timestamps extends TimestampsContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Epochs")
  class Epochs extends EpochsContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Trimming and retention")
  class Trimming extends TrimContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Settling")
  class Settling extends SettleContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Durability")
  class Durabilities extends DurabilityContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Concurrency")
  class Concurrency extends ConcurrencyContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Transactions")
  class Transactions extends TransactionsContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Transactions, their states")
  class TransactionStates extends TransactionStatesContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Compaction")
  class Compaction extends CompactionContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Capabilities")
  class Declared extends CapabilitiesContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }
}
