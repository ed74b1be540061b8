package io.weir.embedded.state;

import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Fenced;
import io.weir.backend.BackendException.InvalidTransaction;
import io.weir.embedded.segment.Transaction;
import io.weir.embedded.segment.Transaction.Open;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All transactional ids, the one that was heard of longest ago first. Bounded by {@link #MOST} and,
 * where no transaction is open, by {@link #EXPIRY_MILLIS}. Used by one thread, but for {@link
 * #isAnyOpen}.
 */
public final class TransactionTable {
  /** Transactional ids known at once; past it new ones are refused until some expire. */
  public static final int MOST = 200_000;

  /** Overdue transactions that are ended at once; the next ones wait for the next look. */
  static final int MOST_OVERDUE = 1_000;

  /** How long an id that is not used is known, as in Apache Kafka. */
  static final long EXPIRY_MILLIS = 7L * 24 * 60 * 60 * 1000;

  private final Map<String, Transaction> byId = new LinkedHashMap<>();
  private final Map<Long, Transaction> byProducer = new HashMap<>();
  private final Set<String> changed = new HashSet<>();
  private volatile int open;

  public @Nullable Transaction get(String id) {
    return byId.get(id);
  }

  public @Nullable Transaction of(long producer) {
    return byProducer.get(producer);
  }

  public boolean isFull() {
    return byId.size() >= MOST;
  }

  public int size() {
    return byId.size();
  }

  public Collection<Transaction> all() {
    return byId.values();
  }

  /** Ids that are not as the last checkpoint has them, those forgotten since among them. */
  public Set<String> changed() {
    return changed;
  }

  /** A checkpoint has all of them as they are. */
  void unchanged() {
    changed.clear();
  }

  public boolean isAnyOpen() {
    return open > 0;
  }

  /** Takes it in, in the place of what was known of its id. */
  public void put(Transaction transaction) {
    remove(transaction.id());
    changed.add(transaction.id());
    byId.put(transaction.id(), transaction);
    byProducer.put(transaction.producer().id(), transaction);
    count(transaction, 1);
  }

  /** Back to what was before a write that failed. */
  public void restore(String id, @Nullable Transaction before) {
    if (before == null) {
      remove(id);
    } else {
      put(before);
    }
  }

  private void remove(String id) {
    changed.add(id);
    Transaction before = byId.remove(id);
    if (before != null) {
      byProducer.remove(before.producer().id());
      count(before, -1);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void count(Transaction transaction, int change) {
    if (transaction.open() != null) {
      open += change;
    }
  }

  /** Why a batch of a producer with an id is not taken, if the reason lies in transactions. */
  public @Nullable BackendException refuses(LogEntry.Batch batch) {
    Transaction transaction = byProducer.get(batch.producerId());
    if (transaction == null) {
      return batch.isTransactional()
          ? new InvalidTransaction(
              "producer %d has no transactional id".formatted(batch.producerId()))
          : null;
    }
    if (batch.producerEpoch() != transaction.producer().epoch()) {
      return new Fenced(
          "producer %d has epoch %d by now, and this batch epoch %d"
              .formatted(
                  batch.producerId(), transaction.producer().epoch(), batch.producerEpoch()));
    }
    Open current = transaction.open();
    int partition = batch.partition().number();
    if (!batch.isTransactional()) {
      return current != null && current.hasWrittenTo(partition)
          ? new InvalidTransaction("a batch outside the transaction that is open here")
          : null;
    }
    if (current == null || !current.firsts().containsKey(partition)) {
      return new InvalidTransaction(batch.partition() + " is not part of an open transaction");
    }
    return current.isDoubtful() ? doubtful() : null;
  }

  /** Its holder is told as if somebody had taken over, for it cannot go on. */
  public static Fenced doubtful() {
    return new Fenced("a part of the transaction may be lost with the power; it is aborted");
  }

  /** A part of every open transaction may be lost. */
  void doubt() {
    for (Transaction transaction : byId.values()) {
      Open current = transaction.open();
      if (current != null) {
        current.doubt();
      }
    }
  }

  /** Open ones whose time is up, or that must not be committed; not more than can be ended soon. */
  public List<Transaction> overdue(long nowMillis) {
    List<Transaction> overdue = new ArrayList<>();
    for (Transaction transaction : byId.values()) {
      if (overdue.size() == MOST_OVERDUE) {
        break;
      }
      Open current = transaction.open();
      if (current != null
          && (current.isDoubtful()
              || current.sinceMillis() + transaction.timeoutMillis() <= nowMillis)) {
        overdue.add(transaction);
      }
    }
    return overdue;
  }

  public void expire(long nowMillis) {
    List<String> expired = new ArrayList<>();
    for (Transaction transaction : byId.values()) {
      if (transaction.lastMillis() >= nowMillis - EXPIRY_MILLIS) {
        break;
      }
      if (transaction.open() == null) {
        expired.add(transaction.id());
      }
    }
    expired.forEach(this::remove);
  }
}
