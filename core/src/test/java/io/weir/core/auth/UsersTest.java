package io.weir.core.auth;

import static io.weir.core.auth.Guests.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.tenant.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsersTest {
  private final Users users = new Users(Guests.SECRET);

  @Test
  void replacesAllOrNothing() {
    users.replace(Map.of(ACME, List.of(Guests.user("alice"))));
    users.replace(Map.of(ACME, List.of(Guests.user("bob"))));

    assertThat(users.find(ACME, "alice")).isEmpty();
    assertThat(users.find(ACME, "bob")).isPresent();
    assertThat(users.find(new Tenant("other"), "bob")).isEmpty();

    assertThatThrownBy(
            () -> users.replace(Map.of(ACME, List.of(Guests.user("eve"), Guests.user("eve")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tenant 'acme': there are two users 'eve'");
    assertThat(users.find(ACME, "bob")).isPresent();
  }

  @Test
  void namesThatLookAlikeAreOne() {
    users.replace(Map.of(ACME, List.of(Guests.user("Jos\u00e9"))));

    assertThat(users.find(ACME, "Jose\u0301")).isPresent();
    assertThatThrownBy(
            () ->
                users.replace(
                    Map.of(ACME, List.of(Guests.user("Jos\u00e9"), Guests.user("Jose\u0301")))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void twoUsersDoNotShareAToken() {
    var token = new TokenCredential("https://login", "17");

    assertThatThrownBy(
            () ->
                users.replace(
                    Map.of(ACME, List.of(Guests.user("a", token), Guests.user("b", token)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("have the same token subject '17'");
  }

  @Test
  void aUserHasOnePasswordForEachMechanism() {
    ScramCredential one = PasswordHash.of(ScramMechanism.SHA_256, "one", 4096);
    ScramCredential two = PasswordHash.of(ScramMechanism.SHA_256, "two", 4096);

    assertThatThrownBy(() -> Guests.user("alice", one, two))
        .hasMessage("user 'alice' has two credentials for SCRAM-SHA-256");
  }

  @Test
  void whoDoesNotExistLooksLikeTheOthersOfItsTenant() {
    users.replace(
        Map.of(
            ACME,
            List.of(
                Guests.user("a", PasswordHash.of(ScramMechanism.SHA_256, "x", 5000)),
                Guests.user("b", PasswordHash.of(ScramMechanism.SHA_256, "x", 5000)),
                Guests.user("c", PasswordHash.of(ScramMechanism.SHA_256, "x", 6000)))));

    ScramCredential fake = fake(users, "nobody");

    assertThat(fake.iterations()).isEqualTo(5000);
    assertThat(fake.salt()).hasSize(16);
  }

  @Test
  void whoDoesNotExistHasASaltOfLettersWhereApacheKafkasToolsMadeTheOthers() {
    var kafkas =
        new ScramCredential(
            ScramMechanism.SHA_256,
            "1k2j3h4g5f6d7s8a9p0o1i2u3y".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            4096,
            new byte[32],
            new byte[32]);
    users.replace(Map.of(ACME, List.of(Guests.user("a", kafkas))));

    assertThat(new String(fake(users, "nobody").salt(), java.nio.charset.StandardCharsets.US_ASCII))
        .matches("[0-9a-z]{26}");
  }

  @Test
  void whoDoesNotExistIsTheSameAfterARestartAndAfterAReload() {
    ScramCredential before = fake(users, "nobody");
    Users restarted = new Users(Guests.SECRET);
    restarted.replace(Map.of(ACME, List.of(Guests.user("bob"))));

    assertThat(fake(restarted, "nobody")).isEqualTo(before);
    assertThat(fake(users, "somebody")).isNotEqualTo(before);
    byte[] other = new byte[32];
    other[0] = 1;
    assertThat(fake(new Users(other), "nobody")).isNotEqualTo(before);
  }

  private static ScramCredential fake(Users users, String name) {
    Candidate candidate = users.forScram(Guests.claimant(name), ScramMechanism.SHA_256);
    assertThat(candidate.identity()).isNull();
    return candidate.credential();
  }
}
