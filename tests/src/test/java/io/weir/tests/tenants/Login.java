package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** How clients say who they are. */
final class Login {
  /** What a tenant's file has of the {@link #password} of {@code sensors}. */
  static final String KEPT_SENSORS =
      "salt=BpnY3iByVFtWbmyYOFaHNQ==,stored_key=I2Z9Y5vRgILKkIAMTVBDGfn12uaGUTQqR+q9vq1i0sc=,server_key=7zIjIVBJoqcffvVxvw6tnW7dxOufzKv1LBDPfEztu4Y=,iterations=10000";

  private static final String MODULES = "org.apache.kafka.common.security.";

  private Login() {}

  /** The password of a user in the published examples. */
  static String password(String user) {
    return "only an example for " + user;
  }

  /** Settings of Kafka's Java clients, name and value in turn: SCRAM, in the clear or in TLS. */
  static String[] scram(String protocol, String mechanism, String name, String password) {
    String credentials = "required username=\"%s\" password=\"%s\";".formatted(name, password);
    return new String[] {
      "security.protocol",
      protocol,
      "sasl.mechanism",
      mechanism,
      "sasl.jaas.config",
      MODULES + "scram.ScramLoginModule " + credentials
    };
  }

  /** The same with the password itself, which is for TLS and for this machine. */
  static String[] plain(String protocol, String name, String password) {
    String credentials = "required username=\"%s\" password=\"%s\";".formatted(name, password);
    return new String[] {
      "security.protocol",
      protocol,
      "sasl.mechanism",
      "PLAIN",
      "sasl.jaas.config",
      MODULES + "plain.PlainLoginModule " + credentials
    };
  }

  /** The same by a token that {@link TokenFromSettings} takes from them. */
  static String[] token(String token) {
    return new String[] {
      "security.protocol",
      "SASL_PLAINTEXT",
      "sasl.mechanism",
      "OAUTHBEARER",
      "sasl.jaas.config",
      MODULES + "oauthbearer.OAuthBearerLoginModule required token=\"" + token + "\";",
      "sasl.login.callback.handler.class",
      TokenFromSettings.class.getName()
    };
  }

  /** Settings, and more of them. */
  static String[] with(String[] settings, String... more) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** The value of HTTP's {@code Authorization}. */
  static String basic(String name, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
  }
}
