package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.backend.AppendResult;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Fenced;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Claim;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Reigns. A backend may write records of its own to begin one, so nothing here counts from zero.
 */
abstract class ClaimsContract extends Contract {

  @Test
  void everyReignIsGreaterThanTheOneBefore() throws Exception {
    TopicPartition state = partition();
    long last = Long.MIN_VALUE;
    for (int i = 0; i < 6; i++) {
      Claim claim = claim(state);
      assertThat(claim.partition()).isEqualTo(state);
      assertThat(claim.reign()).isGreaterThan(last);
      last = claim.reign();
      if (i == 2) {
        restart();
      }
      if (i == 4) {
        crash();
      }
    }
  }

  @Test
  void aReignPredictsItsOffsets() {
    TopicPartition state = partition();
    write(claim(state), "earlier", "reign");
    Claim claim = claim(state);
    long predicted = end(state);

    List<Future<List<AppendResult>>> appends = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      appends.add(claim.append(List.of(to(state, Batch.of("a" + i, "b" + i, "c" + i)))));
    }

    for (Future<List<AppendResult>> append : appends) {
      assertThat(get(append))
          .singleElement()
          .extracting(AppendResult::baseOffset)
          .isEqualTo(predicted);
      predicted += 3;
    }
    assertThat(end(state)).isEqualTo(predicted);
  }

  @Test
  void theNextReignFencesTheOneBefore() {
    TopicPartition state = partition();
    Claim old = claim(state);
    write(old, "old");

    Claim next = claim(state);
    failure(Fenced.class, old.append(List.of(to(state, Batch.of("fenced")))));
    write(next, "next");
    failure(Fenced.class, old.append(List.of(to(state, Batch.of("fenced again")))));

    assertThat(written(state)).containsExactly("old", "next");
  }

  @Test
  void whatAFencedHolderHadUnderWayIsAcknowledgedOrNotReadable() {
    TopicPartition state = partition();
    Claim old = claim(state);
    List<Future<List<AppendResult>>> underWay = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      underWay.add(old.append(List.of(to(state, Batch.of("old " + i)))));
    }
    Future<Claim> succession = backend.log().claim(state);
    for (int i = 100; i < 120; i++) {
      underWay.add(old.append(List.of(to(state, Batch.of("old " + i)))));
    }

    Claim next = get(succession);
    List<String> seenByNext = written(state);
    write(next, "next");

    List<String> expected = new ArrayList<>();
    for (int i = 0; i < underWay.size(); i++) {
      Object outcome =
          get(
              underWay
                  .get(i)
                  .transform(r -> Future.succeededFuture(r.succeeded() ? "ok" : r.cause())));
      assertThat(outcome).isInstanceOfAny(String.class, Fenced.class);
      if (outcome instanceof String) {
        expected.add("old " + i);
      }
    }
    assertThat(seenByNext)
        .as("the new holder, reading to the end, misses nothing")
        .isEqualTo(expected);
    expected.add("next");
    assertThat(written(state)).isEqualTo(expected);
  }

  @Test
  void reignsOverOtherPartitionsDoNotFence() {
    TopicDescription topic = topic(2, settings());
    Claim zero = claim(partition(topic, 0));
    Claim one = claim(partition(topic, 1));

    write(zero, "zero");
    write(one, "one");

    assertThat(written(partition(topic, 0))).containsExactly("zero");
    assertThat(written(partition(topic, 1))).containsExactly("one");
  }

  @Test
  void aReignMayAppendElsewhereInTheSameCall() {
    TopicPartition state = partition();
    TopicPartition elsewhere = partition();
    Claim claim = claim(state);

    List<AppendResult> results =
        get(
            claim.append(
                List.of(
                    to(state, Batch.of("state")), to(elsewhere, Batch.of("message", "message")))));

    assertThat(results).hasSize(2);
    assertThat(results.getLast().baseOffset()).isZero();
    assertThat(written(state)).containsExactly("state");
    assertThat(values(elsewhere)).containsExactly("message", "message");
  }

  @Test
  void aFencedCallLeavesNothingElsewhereEither() {
    needs(Feature.ATOMIC_APPEND);
    TopicPartition state = partition();
    TopicPartition elsewhere = partition();
    Claim old = claim(state);
    claim(state);

    failure(
        Fenced.class,
        old.append(List.of(to(elsewhere, Batch.of("message")), to(state, Batch.of("state")))));

    assertThat(committed(elsewhere)).isEmpty();
    assertThat(written(state)).isEmpty();
  }

  @Test
  void aReleasedReignWritesNoMoreAndTheNextIsGreater() {
    TopicPartition state = partition();
    Claim released = claim(state);
    write(released, "before");

    get(released.release());
    get(released.release());

    failure(Fenced.class, released.append(List.of(to(state, Batch.of("after")))));
    Claim next = claim(state);
    assertThat(next.reign()).isGreaterThan(released.reign());
    get(released.release());
    write(next, "next");
    assertThat(written(state)).containsExactly("before", "next");
  }

  @Test
  void aReignEndsWithTheBackendItWasBegunOn() throws Exception {
    TopicPartition state = partition();
    Claim first = claim(state);
    write(first, "first");
    restart();
    Claim second = claim(state);
    write(second, "second");
    crash();
    Claim third = claim(state);
    write(third, "third");

    for (Claim ended : List.of(first, second)) {
      Batch late = Batch.of("late");
      BackendException failure =
          failure(ended.append(List.of(to(state, late))), Fenced.class, Unavailable.class);
      assertThat(failure).isNotNull();
    }
    assertThat(written(state)).containsExactly("first", "second", "third");
  }

  @Test
  void anInvalidBatchLeavesNothingAndDoesNotEndTheReign() {
    TopicPartition state = partition(settings().withMaxBatchBytes(2000));
    Claim claim = claim(state);

    failure(
        BackendException.InvalidBatch.class, claim.append(List.of(to(state, Batch.sized(3000)))));
    write(claim, "valid");

    assertThat(written(state)).containsExactly("valid");
  }

  private Claim claim(TopicPartition partition) {
    return get(backend.log().claim(partition));
  }

  private void write(Claim claim, String... values) {
    get(claim.append(List.of(to(claim.partition(), Batch.of(values)))));
  }

  /**
   * What holders wrote; a backend's own record that begins a reign is a control batch and so not
   * among it.
   */
  private List<String> written(TopicPartition partition) {
    return committed(partition);
  }
}
