package io.weir.embedded.task;

import io.weir.backend.BackendException.Fenced;
import io.weir.backend.BackendException.InvalidTransaction;
import io.weir.backend.BackendException.Throttled;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.embedded.segment.MetaRecord.Enlisted;
import io.weir.embedded.segment.MetaRecord.TransactionalProducer;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.Transaction;
import io.weir.embedded.segment.Transaction.Ended;
import io.weir.embedded.segment.Transaction.Open;
import io.weir.embedded.sequencer.Commit;
import io.weir.embedded.sequencer.MetaTask;
import io.weir.embedded.state.LogEntry;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.Reserve;
import io.weir.embedded.state.TransactionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What changes a transaction. Each is true for whoever is judged after it, also in the same commit,
 * so that many share a sync; a commit that fails takes all of it back.
 */
public final class TransactionTasks {
  /** The partitions that one transaction may have. */
  static final int MOST_PARTITIONS = 10_000;

  private TransactionTasks() {}

  /** A change of the transaction of one id. */
  private abstract static class Change<T> extends MetaTask<T> {
    final String id;
    final ProducerIds ids = new ProducerIds();
    private final LogState log;
    private @Nullable Transaction before;
    private @Nullable Ending ending;
    private boolean changed;

    /**
     * @param log looked at by the sequencer alone
     */
    Change(String id, LogState log) {
      this.id = id;
      this.log = log;
    }

    /** As many as the markers of the transaction that it may end. */
    @Override
    public long logBytes() {
      Transaction transaction = log.transactions().get(id);
      Open open = transaction == null ? null : transaction.open();
      int parts = open == null ? 0 : open.firsts().size();
      return 4096 + parts * (long) Ending.PART_BYTES;
    }

    /** Ends the open transaction, in this task's commit. */
    final Transaction end(
        Transaction open, Outcome outcome, ProducerEpoch next, Commit commit, LogState state) {
      remember(open);
      Ending mine = new Ending(open, outcome, next);
      ending = mine;
      return mine.prepare(commit, state);
    }

    /** What the id was before this task changed it. */
    final void remember(@Nullable Transaction transaction) {
      if (!changed) {
        before = transaction;
        changed = true;
      }
    }

    /** The next life of the id's producer; a new producer where epochs have run out. */
    final ProducerEpoch next(ProducerEpoch producer, Commit commit, LogState state) {
      return producer.epoch() < Short.MAX_VALUE - 1
          ? new ProducerEpoch(producer.id(), (short) (producer.epoch() + 1))
          : new ProducerEpoch(ids.take(commit, state), (short) 0);
    }

    @Override
    public void undo(LogState state) {
      Ending mine = ending;
      if (changed) {
        state.transactions().restore(id, before);
      }
      if (mine != null) {
        mine.undo(state);
      }
      ids.undo(state);
    }

    @Override
    public final void show(Commit commit, Segment segment) {
      Ending mine = ending;
      if (mine != null) {
        mine.publish(commit, segment);
      }
    }

    static InvalidTransaction unknown(String id) {
      return new InvalidTransaction("no producer has the transactional id \"" + id + "\"");
    }

    static Fenced fenced(String id) {
      return new Fenced("the transactional id \"" + id + "\" belongs to a newer producer");
    }
  }

  /** The id's producer gets its next epoch; what an earlier one left open is aborted. */
  public static final class Begin extends Change<ProducerEpoch> {
    private final int timeoutMillis;
    private final @Nullable ProducerEpoch expected;
    private @Nullable ProducerEpoch given;

    public Begin(String id, int timeoutMillis, @Nullable ProducerEpoch expected, LogState log) {
      super(id, log);
      this.timeoutMillis = timeoutMillis;
      this.expected = expected;
    }

    @Override
    public Reserve reserve() {
      return Reserve.NONE;
    }

    @Override
    public void prepare(Commit commit, LogState state) {
      Transaction known = state.transactions().get(id);
      if (known == null && state.transactions().isFull()) {
        fail(
            new Throttled(
                TransactionTable.MOST + " transactional ids are known, and no more are taken"),
            commit.completions());
        return;
      }
      if (known != null && expected != null && !expected.equals(known.producer())) {
        fail(fenced(id), commit.completions());
        return;
      }
      remember(known);
      ProducerEpoch next =
          known == null
              ? new ProducerEpoch(ids.take(commit, state), (short) 0)
              : next(known.producer(), commit, state);
      if (known != null && known.open() != null) {
        end(known, Outcome.ABORT, next, commit, state);
      }
      TransactionalProducer record =
          new TransactionalProducer(id, next, timeoutMillis, commit.nowMillis());
      state.apply(record);
      given = next;
      write(commit, record);
    }

    @Override
    public ProducerEpoch apply(Commit commit, LogState state) {
      return Objects.requireNonNull(given);
    }
  }

  /** Partitions become part of the id's transaction. */
  public static final class Enlist extends Change<Void> {
    private final ProducerEpoch producer;
    private final List<Partition> partitions;
    private final List<Integer> added = new ArrayList<>();
    private @Nullable Open joined;

    public Enlist(String id, ProducerEpoch producer, List<Partition> partitions, LogState log) {
      super(id, log);
      this.producer = producer;
      this.partitions = partitions;
    }

    @Override
    public Reserve reserve() {
      return Reserve.NONE;
    }

    @Override
    public long logBytes() {
      return 4096 + partitions.size() * (long) Integer.BYTES;
    }

    @Override
    public void prepare(Commit commit, LogState state) {
      Transaction known = state.transactions().get(id);
      if (known == null) {
        fail(unknown(id), commit.completions());
        return;
      }
      if (!producer.equals(known.producer())) {
        fail(fenced(id), commit.completions());
        return;
      }
      for (Partition partition : partitions) {
        if (partition.topic().isDeleted()) {
          fail(partition.topic().gone(), commit.completions());
          return;
        }
      }
      Open open = known.open();
      if (open != null && open.isDoubtful()) {
        fail(TransactionTable.doubtful(), commit.completions());
        return;
      }
      int size = (open == null ? 0 : open.firsts().size()) + partitions.size();
      if (size > MOST_PARTITIONS) {
        fail(
            new InvalidTransaction(
                "a transaction over %d partitions; %d is the most"
                    .formatted(size, MOST_PARTITIONS)),
            commit.completions());
        return;
      }
      join(known, open, commit, state);
    }

    private void join(Transaction known, @Nullable Open current, Commit commit, LogState state) {
      Open open = current;
      if (open == null) {
        remember(known);
        open = new Open(commit.nowMillis());
        state.transactions().put(known.with(open, commit.nowMillis()));
      }
      joined = open;
      for (Partition partition : partitions) {
        if (open.enlist(partition.number())) {
          added.add(partition.number());
        }
      }
      if (!added.isEmpty()) {
        int[] numbers = added.stream().mapToInt(Integer::intValue).toArray();
        commit.add(LogEntry.Meta.of(new Enlisted(id, open.sinceMillis(), numbers)));
      }
      // No sync: whatever the transaction writes comes after this in the log, and so does its end.
      commit.await(this);
    }

    @Override
    public void undo(LogState state) {
      Open open = joined;
      if (open != null) {
        added.forEach(open::dismiss);
      }
      super.undo(state);
    }

    @Override
    @SuppressWarnings("NullAway") // a future of nothing has null for its value
    public Void apply(Commit commit, LogState state) {
      return null;
    }
  }

  /** The id's transaction ends, because its producer says so. */
  public static final class End extends Change<ProducerEpoch> {
    private final ProducerEpoch producer;
    private final Outcome outcome;
    private @Nullable ProducerEpoch next;

    public End(String id, ProducerEpoch producer, Outcome outcome, LogState log) {
      super(id, log);
      this.producer = producer;
      this.outcome = outcome;
    }

    @Override
    public void prepare(Commit commit, LogState state) {
      Transaction known = state.transactions().get(id);
      if (known == null) {
        fail(unknown(id), commit.completions());
      } else if (known.state() instanceof Ended ended && ended.by().equals(producer)) {
        again(known, ended, commit);
      } else if (!producer.equals(known.producer())) {
        fail(fenced(id), commit.completions());
      } else if (known.state() instanceof Open open) {
        if (open.isDoubtful() && outcome == Outcome.COMMIT) {
          fail(TransactionTable.doubtful(), commit.completions());
        } else {
          next = end(known, outcome, next(producer, commit, state), commit, state).producer();
          await(commit);
        }
      } else {
        fail(
            new InvalidTransaction("no transaction of \"" + id + "\" is open"),
            commit.completions());
      }
    }

    /** Perhaps it was this very commit that ended it, so the answer waits for it. */
    private void again(Transaction known, Ended ended, Commit commit) {
      if (ended.outcome() == outcome) {
        next = known.producer();
        commit.await(this);
      } else {
        fail(
            new InvalidTransaction("the transaction of \"" + id + "\" has ended the other way"),
            commit.completions());
      }
    }

    @Override
    public ProducerEpoch apply(Commit commit, LogState state) {
      return Objects.requireNonNull(next);
    }
  }

  /** The id's transaction is aborted because its time is up. */
  public static final class Abort extends Change<Void> {
    private final Transaction overdue;

    public Abort(Transaction overdue, LogState log) {
      super(overdue.id(), log);
      this.overdue = overdue;
    }

    @Override
    @SuppressWarnings("NullAway") // a future of nothing has null for its value
    public void prepare(Commit commit, LogState state) {
      Transaction known = state.transactions().get(id);
      if (known == null || known.state() != overdue.state()) {
        answer(commit, null); // it has ended meanwhile
        return;
      }
      Transaction after =
          end(known, Outcome.ABORT, next(known.producer(), commit, state), commit, state);
      // Its producer did not end it, so to that one it must look as if another had taken over.
      TransactionalProducer record =
          new TransactionalProducer(
              id, after.producer(), known.timeoutMillis(), commit.nowMillis());
      state.apply(record);
      write(commit, record);
    }

    @Override
    @SuppressWarnings("NullAway") // a future of nothing has null for its value
    public Void apply(Commit commit, LogState state) {
      return null;
    }
  }
}
