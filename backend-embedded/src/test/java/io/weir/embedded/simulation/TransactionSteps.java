package io.weir.embedded.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Fenced;
import io.weir.backend.BackendException.InvalidTransaction;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Durability;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.backend.TopicPartition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Transactions of a few producers. */
final class TransactionSteps {
  private static final int TIMEOUT_MILLIS = 300_000;

  private final LogSimulation simulation;
  private final AppendSteps appends;
  private final List<Holder> holders = Stream.of("tx0", "tx1", "tx2").map(Holder::new).toList();

  TransactionSteps(LogSimulation simulation, AppendSteps appends) {
    this.simulation = simulation;
    this.appends = appends;
  }

  /** Who writes under a transactional id. */
  private static final class Holder {
    final String id;

    /** Null where only a new epoch tells what holds. */
    @Nullable ProducerEpoch producer;

    @Nullable ModelTransaction open;

    Holder(String id) {
      this.id = id;
    }
  }

  void step() {
    Holder holder = simulation.oneOf(holders);
    try {
      if (holder.producer == null || simulation.random.nextInt(12) == 0) {
        begin(holder);
      } else if (holder.open == null || simulation.random.nextInt(6) == 0) {
        enlist(holder);
      } else if (simulation.random.nextInt(4) == 0) {
        end(holder, simulation.oneOf(Outcome.values()));
      } else {
        write(holder);
      }
    } catch (Unavailable e) {
      holder.producer = null;
    } catch (BackendException e) {
      simulation.note("  refused");
    }
  }

  private void begin(Holder holder) {
    simulation.note("%s gets an epoch", holder.id);
    ProducerEpoch former = holder.producer;
    ModelTransaction open = holder.open;
    if (former != null && former.epoch() > 0 && simulation.random.nextInt(4) == 0) {
      fencedBeginning(holder, new ProducerEpoch(former.id(), (short) (former.epoch() - 1)));
    }
    if (open != null) {
      open.abortAsked = true;
    }
    ProducerEpoch producer =
        simulation.answer(
            simulation
                .spi
                .producers()
                .newTransactionalProducer(
                    holder.id, TIMEOUT_MILLIS, simulation.random.nextBoolean() ? former : null));
    simulation.model.synced();
    simulation.producerIds.add(producer.id());
    holder.producer = producer;
    if (open != null) {
      ended(holder, open, false);
    }
    if (former != null) {
      assertThat(producer.epoch()).isGreaterThan(former.epoch());
      ModelPartition partition = appends.any();
      ModelBatch late =
          appends.batch(partition, former.id(), former.epoch(), 0, new ModelTransaction(-1, 0));
      assertThat(appends.send(partition, late, Fenced.class)).isNull();
    }
  }

  /** Who holds an epoch that is no longer the newest gets no other one. */
  private void fencedBeginning(Holder holder, ProducerEpoch held) {
    assertRefused(
        simulation.spi.producers().newTransactionalProducer(holder.id, TIMEOUT_MILLIS, held),
        Fenced.class);
  }

  private void assertRefused(Future<?> answer, Class<? extends BackendException> cause) {
    try {
      Object unexpected = simulation.answer(answer, cause);
      throw new AssertionError("not refused as " + cause + ", but answered: " + unexpected);
    } catch (Unavailable e) {
      throw e;
    } catch (BackendException e) {
      simulation.note("  refused, %s", e.getClass().getSimpleName());
    }
  }

  private void enlist(Holder holder) {
    List<ModelPartition> possible =
        simulation
            .model
            .ordinary()
            .filter(topic -> !topic.isSwept())
            .filter(topic -> topic.settings.durability() != Durability.MEMORY)
            .flatMap(topic -> topic.partitions.stream())
            .toList();
    Set<TopicPartition> partitions = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      partitions.add(simulation.oneOf(possible).id);
    }
    simulation.note("%s %s enlists %s", holder.id, holder.producer, partitions.size());
    ModelTransaction open = holder.open;
    if (open == null) {
      open = new ModelTransaction(holder.producer.id(), simulation.now());
      holder.open = open;
      simulation.model.transactions.add(open);
    }
    Set<TopicPartition> before = Set.copyOf(open.enlisted);
    open.enlisted.addAll(partitions);
    try {
      simulation.answer(simulation.spi.producers().enlist(holder.id, holder.producer, partitions));
    } catch (Unavailable e) {
      open.maybeEnlisted.addAll(partitions);
      throw e;
    } catch (BackendException e) {
      open.enlisted.retainAll(before);
      if (before.isEmpty()) {
        simulation.model.transactions.remove(open);
        holder.open = null;
      }
      throw e;
    }
  }

  private void write(Holder holder) {
    ModelPartition partition = simulation.oneOf(simulation.model.enlisted(holder.open));
    if (partition == null) {
      return; // its topics are deleted
    }
    ProducerEpoch producer = holder.producer;
    var window = partition.window(producer.id());
    ModelBatch last = window.isEmpty() ? null : window.lastEntry().getValue();
    boolean first = last == null || last.epoch != producer.epoch();
    int sequence = first ? 0 : last.sequence + last.records();
    appends.send(
        partition,
        appends.batch(partition, producer.id(), producer.epoch(), sequence, holder.open));
  }

  private void end(Holder holder, Outcome outcome) {
    ModelTransaction open = holder.open;
    boolean commit = outcome == Outcome.COMMIT;
    simulation.note("%s %s: %s", holder.id, holder.producer, outcome);
    open.commitAsked |= commit;
    open.abortAsked |= !commit;
    ProducerEpoch next =
        simulation.answer(simulation.spi.producers().end(holder.id, holder.producer, outcome));
    ProducerEpoch by = holder.producer;
    holder.producer = next;
    simulation.model.synced();
    ended(holder, open, commit);
    if (simulation.random.nextInt(3) == 0) {
      again(holder, by, outcome, next);
    }
  }

  /** Who did not hear the answer asks again, and is told the same; it cannot have another one. */
  private void again(Holder holder, ProducerEpoch by, Outcome outcome, ProducerEpoch next) {
    simulation.note("%s asks again: %s", holder.id, outcome);
    assertThat(simulation.answer(simulation.spi.producers().end(holder.id, by, outcome)))
        .isEqualTo(next);
    Outcome other = outcome == Outcome.COMMIT ? Outcome.ABORT : Outcome.COMMIT;
    assertRefused(simulation.spi.producers().end(holder.id, by, other), InvalidTransaction.class);
  }

  /**
   * Time goes on, past the ends of transactions perhaps, which are aborted then; with {@code
   * advance} the clock is moved.
   */
  void timePasses(long millis, Runnable advance) throws InterruptedException {
    List<Holder> overdue =
        holders.stream()
            .filter(holder -> holder.open != null)
            .filter(holder -> holder.open.since + TIMEOUT_MILLIS <= simulation.now() + millis)
            .toList();
    overdue.forEach(holder -> holder.open.abortAsked = true);
    advance.run();
    simulation.endOverdue();
    simulation.sweep();
    if (!simulation.isBroken()) {
      simulation
          .model
          .partitions()
          .forEach(each -> each.learnMarkers(ObservedPartition.of(simulation.spi, each.id)));
      overdue.forEach(this::aborted);
    }
  }

  /** Its time was up, and its holder learns of it. */
  private void aborted(Holder holder) {
    simulation.note("%s is aborted, its time is up", holder.id);
    ModelTransaction open = holder.open;
    for (ModelPartition partition : simulation.model.enlisted(open)) {
      Boolean commit = partition.foundMarkers.get(open.producer);
      assertThat(commit)
          .as("what the marker of %s in %s says", holder.id, partition)
          .isIn(Boolean.FALSE, open.maybeEnlisted.contains(partition.id) ? null : Boolean.FALSE);
    }
    end(holder, open, false);
    simulation.model.synced();
    ProducerEpoch former = holder.producer;
    holder.producer = null;
    if (former != null && !simulation.isBroken()) {
      Set<TopicPartition> partitions = Set.of(appends.any().id);
      try {
        assertRefused(
            simulation.spi.producers().enlist(holder.id, former, partitions), Fenced.class);
      } catch (Unavailable e) {
        simulation.note("  unavailable only now, so %s was aborted", holder.id);
      }
    }
  }

  /** Every partition of it has a marker now. */
  private void ended(Holder holder, ModelTransaction ended, boolean commit) {
    for (ModelPartition partition : simulation.model.enlisted(ended)) {
      long marker = simulation.log.end(partition.id) - 1;
      if (marker < partition.end && ended.maybeEnlisted.contains(partition.id)) {
        continue; // it was not enlisted
      }
      partition.add(marker, ModelBatch.marker(ended.producer, commit));
      partition.syncedEnd = partition.end;
    }
    end(holder, ended, commit);
  }

  private void end(Holder holder, ModelTransaction ended, boolean commit) {
    ended.end(commit);
    simulation.model.transactions.remove(ended);
    holder.open = null;
  }

  /** Who had a part in what a crash left open asks for a new epoch. */
  void restarted(boolean mayLose) {
    for (Holder holder : holders) {
      ModelTransaction open = holder.open;
      if (open != null && !open.isOpen()) {
        holder.open = null;
        holder.producer = null;
      }
      if (mayLose) {
        holder.producer = null;
      }
    }
  }
}
