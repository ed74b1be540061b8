package io.weir.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.auth.Claimant.Who;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Optional<Who> ALICE = Optional.of(Guests.who("alice"));
  private static final InetAddress HOME = address("192.0.2.1");
  private static final InetAddress ELSEWHERE = address("192.0.2.2");

  private long now = 42;
  private final Backoff backoff = new Backoff(() -> now);

  @Test
  void aFewMistakesAreFree() {
    fail(HOME, ALICE, Backoff.PAIR_FREE);

    assertThat(backoff.delay(HOME, ALICE)).isZero();
  }

  @Test
  void everyFurtherMistakeDoublesTheWaitUpToAMinute() {
    fail(HOME, ALICE, Backoff.PAIR_FREE + 1);
    assertThat(backoff.delay(HOME, ALICE)).isEqualTo(Backoff.FIRST);

    fail(HOME, ALICE, 1);
    assertThat(backoff.delay(HOME, ALICE)).isEqualTo(Backoff.FIRST.multipliedBy(2));

    fail(HOME, ALICE, 30);
    assertThat(backoff.delay(HOME, ALICE)).isEqualTo(Backoff.LONGEST);
  }

  @Test
  void theWaitEndsAndFailuresAreForgotten() {
    fail(HOME, ALICE, Backoff.PAIR_FREE + 1);

    now += Backoff.FIRST.toNanos();
    assertThat(backoff.delay(HOME, ALICE)).isZero();

    now += Backoff.MEMORY.toNanos();
    fail(HOME, ALICE, 1);
    assertThat(backoff.delay(HOME, ALICE)).isZero();
  }

  @Test
  void successForgivesTheUserItsMistakes() {
    fail(HOME, ALICE, Backoff.PAIR_FREE);
    backoff.succeeded(HOME, ALICE.get());

    fail(HOME, ALICE, Backoff.PAIR_FREE);
    assertThat(backoff.delay(HOME, ALICE)).isZero();
  }

  @Test
  void oneAddressLocksNobodyOutForOthers() {
    fail(HOME, ALICE, 10_000);

    assertThat(backoff.delay(HOME, ALICE)).isPositive();
    assertThat(backoff.delay(ELSEWHERE, ALICE)).isZero();
  }

  @Test
  void manyAddressesDelayAUserByASecondOrTwoAndNotWhereItIsKnown() {
    backoff.succeeded(HOME, ALICE.get());
    for (int i = 1; i <= 200; i++) {
      fail(address("198.51.100." + i), ALICE, 5);
    }

    assertThat(backoff.delay(ELSEWHERE, ALICE))
        .isPositive()
        .isLessThanOrEqualTo(Backoff.USER_LONGEST);
    assertThat(backoff.delay(HOME, ALICE)).isZero();
  }

  @Test
  void anAddressThatTriesManyNamesWaitsForAll() {
    for (int i = 0; i <= Backoff.ADDRESS_FREE; i++) {
      fail(HOME, Optional.of(Guests.who("user-" + i)), 1);
    }

    assertThat(backoff.delay(HOME, ALICE)).isEqualTo(Backoff.FIRST);
    assertThat(backoff.delay(HOME, Optional.empty())).isEqualTo(Backoff.FIRST);
    assertThat(backoff.delay(ELSEWHERE, ALICE)).isZero();
  }

  @Test
  void successDoesNotWashAnAddressClean() {
    fail(HOME, Optional.empty(), Backoff.ADDRESS_FREE + 1);
    backoff.succeeded(HOME, ALICE.get());

    assertThat(backoff.delay(HOME, Optional.of(Guests.who("bob")))).isPositive();
  }

  @Test
  void whoIsKnownAtAnAddressIsNotKeptOutByOthersThere() {
    backoff.succeeded(HOME, ALICE.get());
    fail(HOME, Optional.of(Guests.who("bob")), 1_000);

    assertThat(backoff.delay(HOME, ALICE)).isZero();
    fail(HOME, ALICE, Backoff.PAIR_FREE + 1);
    assertThat(backoff.delay(HOME, ALICE)).isPositive();
  }

  @Test
  void allAddressesOfAnIpv6NetworkAreOne() {
    for (int i = 1; i <= Backoff.PAIR_FREE + 1; i++) {
      fail(address("2001:db8:1:2::" + i), ALICE, 1);
    }

    assertThat(backoff.delay(address("2001:db8:1:2::ffff"), ALICE)).isPositive();
    assertThat(backoff.delay(address("2001:db8:1:3::1"), ALICE)).isZero();
  }

  @Test
  void aUserWhoDoesNotExistWaitsAsLong() {
    Optional<Who> nobody = Optional.of(Guests.who("nobody"));
    fail(HOME, nobody, Backoff.PAIR_FREE + 1);

    assertThat(backoff.delay(HOME, nobody)).isEqualTo(Duration.ofMillis(250));
  }

  private void fail(InetAddress from, Optional<Who> login, int times) {
    for (int i = 0; i < times; i++) {
      backoff.failed(from, login);
    }
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
