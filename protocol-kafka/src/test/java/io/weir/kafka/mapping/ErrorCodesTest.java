package io.weir.kafka.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.failure.Failure;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorCodesTest {

  /** What a Java consumer goes on after; any other code of a partition ends it. */
  private static final Set<Errors> CONSUMERS_KNOW =
      Set.of(
          Errors.NOT_LEADER_OR_FOLLOWER,
          Errors.REPLICA_NOT_AVAILABLE,
          Errors.KAFKA_STORAGE_ERROR,
          Errors.FENCED_LEADER_EPOCH,
          Errors.OFFSET_NOT_AVAILABLE,
          Errors.UNKNOWN_TOPIC_OR_PARTITION,
          Errors.UNKNOWN_TOPIC_ID,
          Errors.INCONSISTENT_TOPIC_ID,
          Errors.OFFSET_OUT_OF_RANGE,
          Errors.TOPIC_AUTHORIZATION_FAILED,
          Errors.UNKNOWN_LEADER_EPOCH,
          Errors.UNKNOWN_SERVER_ERROR,
          Errors.CORRUPT_MESSAGE);

  static Stream<Failure> readFailures() {
    return Stream.of(
        new Failure.UnknownTopic("x"),
        new Failure.Denied("x"),
        new Failure.Throttled("x", 10),
        new Failure.OffsetOutOfRange("x", 0, 1),
        new Failure.CorruptData("x", 5),
        new Failure.StorageFull("x"),
        new Failure.Unavailable("x"));
  }

  @ParameterizedTest
  @MethodSource("readFailures")
  void aFailedReadIsSaidInACodeThatConsumersKnow(Failure failure) {
    assertThat(ErrorCodes.ofRead(failure)).isIn(CONSUMERS_KNOW);
  }

  static Stream<Failure> passingFailures() {
    return Stream.of(
        new Failure.Throttled("x", 10), new Failure.StorageFull("x"), new Failure.Unavailable("x"));
  }

  @ParameterizedTest
  @MethodSource("passingFailures")
  void whatPassesIsTriedAgainByProducers(Failure failure) {
    assertThat(ErrorCodes.ofProduce(failure).exception()).isInstanceOf(RetriableException.class);
  }

  @ParameterizedTest
  @MethodSource("passingFailures")
  void whoGetsNoProducerIdForNowAsksAgainWhateverItsAge(Failure failure) {
    assertThat(ErrorCodes.ofProducerId(failure)).isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS);
  }

  @Test
  void whatIsNoFailureIsADefect() {
    assertThat(ErrorCodes.of(new IllegalStateException("oops")))
        .isEqualTo(Errors.UNKNOWN_SERVER_ERROR);
    assertThat(ErrorCodes.message(new IllegalStateException("oops"), Errors.UNKNOWN_SERVER_ERROR))
        .as("nothing of the inside is shown")
        .doesNotContain("oops");
  }

  @Test
  void theClientReadsTheFailuresOwnSentence() {
    assertThat(ErrorCodes.message(new Failure.TooLarge("at most 5"), Errors.MESSAGE_TOO_LARGE))
        .isEqualTo("at most 5");
  }
}
