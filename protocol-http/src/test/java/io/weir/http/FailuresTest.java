package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.failure.Failure;
import io.weir.http.mapping.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
  private static final Map<Failure, Integer> STATUSES =
      Map.ofEntries(
          Map.entry(new Failure.UnknownTopic("no such topic"), 404),
          Map.entry(new Failure.TopicExists("it exists"), 409),
          Map.entry(new Failure.InvalidRequest("wrong"), 400),
          Map.entry(new Failure.Denied("you may not"), 403),
          Map.entry(new Failure.Throttled("too fast", 1), 429),
          Map.entry(new Failure.LimitReached("as many as may be"), 403),
          Map.entry(new Failure.TooLarge("too large"), 413),
          Map.entry(new Failure.CorruptBatch("corrupt"), 400),
          Map.entry(new Failure.InvalidBatch("invalid"), 400),
          Map.entry(new Failure.OffsetOutOfRange("out of range", 3, 9), 416),
          Map.entry(new Failure.OutOfOrderSequence("out of order"), 409),
          Map.entry(new Failure.Fenced("fenced"), 409),
          Map.entry(new Failure.InvalidTransaction("invalid transaction"), 409),
          Map.entry(new Failure.CorruptData("damaged", 5), 500),
          Map.entry(new Failure.StorageFull("full"), 507),
          Map.entry(new Failure.Unavailable("not now"), 503),
          Map.entry(new Failure.Unsupported("not here"), 501));

  static List<Failure> failures() {
    return List.copyOf(STATUSES.keySet());
  }

  @Test
  void everyKindOfFailureIsLookedAt() {
    assertThat(STATUSES.keySet())
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(Failure.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureHasItsStatusAndItsSentence(Failure failure) {
    Problem problem = Problem.of(failure);
    assertThat(problem.status()).isEqualTo(STATUSES.get(failure));
    assertThat(problem.body().getInteger("status")).isEqualTo(problem.status());
    assertThat(problem.body().getString("detail")).isEqualTo(failure.getMessage());
    assertThat(problem.body().getString("title")).isNotBlank();
    assertThat(problem.body().getString("type")).matches("urn:weir:[a-z-]+");
  }

  @Test
  void whatMayWorkLaterSaysWhenInWholeSecondsRoundedUp() {
    assertThat(Problem.of(new Failure.Throttled("too fast", 1_001)).headers())
        .containsEntry("Retry-After", "2");
    assertThat(Problem.of(new Failure.Throttled("too fast", 0)).headers())
        .containsEntry("Retry-After", "1");
    assertThat(Problem.of(new Failure.Unavailable("not now")).headers())
        .containsEntry("Retry-After", "1");
  }

  @Test
  void whatProgramsNeedStandsBesideTheSentence() {
    assertThat(Problem.of(new Failure.OffsetOutOfRange("out of range", 3, 9)).body().getMap())
        .containsEntry("beginningOffset", 3L)
        .containsEntry("endOffset", 9L);
    assertThat(Problem.of(new Failure.CorruptData("damaged", 5)).body().getMap())
        .containsEntry("nextReadable", 5L);
  }
}
