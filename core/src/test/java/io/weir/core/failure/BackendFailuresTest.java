package io.weir.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.BackendException;
import io.weir.backend.BackendException.InvalidBatch;
import io.weir.backend.Offsets;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BackendFailuresTest {
  private static final String SECRET = "/var/lib/weir/0001.log of 0f6c";
  private static final String WHAT = "topic 'orders'";
  private static final Offsets OFFSETS = new Offsets(3, 9, 9, 0);

  private static final Map<Class<?>, Class<? extends Failure>> EXPECTED =
      Map.ofEntries(
          Map.entry(BackendException.UnknownTopic.class, Failure.UnknownTopic.class),
          Map.entry(BackendException.TopicExists.class, Failure.TopicExists.class),
          Map.entry(BackendException.OffsetOutOfRange.class, Failure.OffsetOutOfRange.class),
          Map.entry(BackendException.InvalidBatch.class, Failure.InvalidBatch.class),
          Map.entry(BackendException.OutOfOrderSequence.class, Failure.OutOfOrderSequence.class),
          Map.entry(BackendException.Fenced.class, Failure.Fenced.class),
          Map.entry(BackendException.InvalidTransaction.class, Failure.InvalidTransaction.class),
          Map.entry(BackendException.Throttled.class, Failure.Throttled.class),
          Map.entry(BackendException.Unavailable.class, Failure.Unavailable.class),
          Map.entry(BackendException.Full.class, Failure.StorageFull.class),
          Map.entry(BackendException.Corrupt.class, Failure.CorruptData.class),
          Map.entry(BackendException.Unsupported.class, Failure.Unsupported.class));

  static Stream<Class<?>> everyBackendFailure() {
    return Arrays.stream(BackendException.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("everyBackendFailure")
  void everyBackendFailureBecomesOneOfTheCores(Class<?> type) throws Exception {
    assertThat(BackendFailures.of(make(type), WHAT)).isInstanceOf(EXPECTED.get(type));
  }

  @ParameterizedTest
  @EnumSource(InvalidBatch.Reason.class)
  void whatIsWrongWithABatchIsToldApart(InvalidBatch.Reason reason) {
    Failure failure = BackendFailures.of(new InvalidBatch(reason, "count 3"), WHAT);
    Class<? extends Failure> expected =
        switch (reason) {
          case CORRUPT -> Failure.CorruptBatch.class;
          case INVALID -> Failure.InvalidBatch.class;
          case TOO_LARGE -> Failure.TooLarge.class;
        };
    assertThat(failure).isInstanceOf(expected).hasMessage("count 3");
  }

  @Test
  void theNumbersOfAFailureAreKept() {
    assertThat(BackendFailures.of(new BackendException.OffsetOutOfRange("", OFFSETS), WHAT))
        .isInstanceOfSatisfying(
            Failure.OffsetOutOfRange.class,
            e -> assertThat(List.of(e.logStart(), e.end())).containsExactly(3L, 9L))
        .hasMessage("topic 'orders' holds offsets from 3 to before 9");
    assertThat(BackendFailures.of(new BackendException.Corrupt("", 17), WHAT))
        .isInstanceOfSatisfying(
            Failure.CorruptData.class, e -> assertThat(e.nextReadable()).isEqualTo(17));
    assertThat(BackendFailures.of(new BackendException.Throttled(""), WHAT))
        .isInstanceOfSatisfying(
            Failure.Throttled.class, e -> assertThat(e.retryAfterMillis()).isPositive());
  }

  @Test
  void filesAndMachinesAreNotShownToClients() {
    Stream.of(
            new BackendException.Unavailable(SECRET),
            new BackendException.Full(SECRET),
            new BackendException.Corrupt(SECRET, 1),
            new BackendException.Throttled(SECRET),
            new BackendException.UnknownTopic(SECRET),
            new BackendException.TopicExists(SECRET),
            new IllegalStateException(SECRET))
        .forEach(
            cause ->
                assertThat(BackendFailures.of(cause, WHAT).getMessage()).doesNotContain("weir"));
  }

  @Test
  void theUnexpectedIsUnavailable() {
    assertThat(BackendFailures.of(new NullPointerException("x"), WHAT))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("topic 'orders'");
  }

  @Test
  void aFailureOfTheCoreStaysWhatItIs() {
    Failure failure = new Failure.Denied("no");
    assertThat(BackendFailures.of(failure, WHAT)).isSameAs(failure);
  }

  private static BackendException make(Class<?> type) throws Exception {
    Constructor<?> constructor = type.getConstructors()[0];
    Object[] arguments =
        Arrays.stream(constructor.getParameterTypes()).map(BackendFailuresTest::any).toArray();
    return (BackendException) constructor.newInstance(arguments);
  }

  private static Object any(Class<?> type) {
    if (type == String.class) {
      return "a reason";
    }
    if (type == Offsets.class) {
      return OFFSETS;
    }
    if (type == InvalidBatch.Reason.class) {
      return InvalidBatch.Reason.INVALID;
    }
    return type == long.class ? (Object) 5L : new IllegalStateException("a cause");
  }
}
