package io.weir.core.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.security.scram.internals.ScramCredentialUtils;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramCredentialTest {
  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @ParameterizedTest
  @EnumSource
  void isWrittenAsApacheKafkaReadsIt(ScramMechanism mechanism) {
    ScramCredential ours = PasswordHash.of(mechanism, "secret", 4096);

    var kafkas = ScramCredentialUtils.credentialFromString(ours.text());

    assertThat(kafkas.salt()).isEqualTo(ours.salt());
    assertThat(kafkas.storedKey()).isEqualTo(ours.storedKey());
    assertThat(kafkas.serverKey()).isEqualTo(ours.serverKey());
    assertThat(kafkas.iterations()).isEqualTo(4096);
  }

  @ParameterizedTest
  @EnumSource
  void isReadAsApacheKafkaWritesIt(ScramMechanism mechanism) throws Exception {
    var formatter =
        new ScramFormatter(
            org.apache.kafka.common.security.scram.internals.ScramMechanism.forMechanismName(
                mechanism.mechanismName()));
    var kafkas = formatter.generateCredential("secret", 8192);

    ScramCredential ours =
        ScramCredential.parse(mechanism, ScramCredentialUtils.credentialToString(kafkas));

    byte[] salted = ScramKeys.salted(mechanism, "secret".toCharArray(), ours.salt(), 8192);
    assertThat(ours.storedKey()).isEqualTo(ScramKeys.storedKey(mechanism, salted));
    assertThat(ScramCredential.parse(mechanism, ours.text())).isEqualTo(ours);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hunter2",
        "salt=AAAAAAAAAAAAAAAA,stored_key=" + KEY + ",server_key=" + KEY,
        "salt=AAAAAAAAAAAAAAAA,stored_key=" + KEY + ",server_key=" + KEY + ",iterations=x",
        "salt=AAAAAAAAAAAAAAAA,stored_key=" + KEY + ",server_key=" + KEY + ",iterations=100",
        "salt=AAAAAAAAAAAAAAAA,stored_key=" + KEY + ",server_key=" + KEY + ",iterations=99999999",
        "salt=AAAA,stored_key=" + KEY + ",server_key=" + KEY + ",iterations=4096",
        "salt=AAAAAAAAAAAAAAAA,stored_key=AAAA,server_key=" + KEY + ",iterations=4096",
        "salt=AAAAAAAAAAAAAAAA,salt=AAAAAAAAAAAAAAAA,server_key=" + KEY + ",iterations=4096",
        "salt=hunter2!AAAAAAAA,stored_key=" + KEY + ",server_key=" + KEY + ",iterations=4096"
      })
  void whatIsNoneIsRefusedInASentenceThatDoesNotRepeatIt(String text) {
    assertThatThrownBy(() -> ScramCredential.parse(ScramMechanism.SHA_256, text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("hunter2", KEY);
  }

  @Test
  void showsNoKeysInALog() {
    ScramCredential credential = PasswordHash.of(ScramMechanism.SHA_256, "secret", 4096);

    assertThat(credential).hasToString("ScramCredential[SCRAM-SHA-256, iterations=4096]");
  }

  @Test
  void everySaltIsANewOne() {
    assertThat(PasswordHash.of(ScramMechanism.SHA_256, "secret", 4096))
        .isNotEqualTo(PasswordHash.of(ScramMechanism.SHA_256, "secret", 4096));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bell\u0007"})
  void whatCannotBeAPasswordHasNoHash(String password) {
    assertThatThrownBy(() -> PasswordHash.of(ScramMechanism.SHA_256, password, 4096))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
