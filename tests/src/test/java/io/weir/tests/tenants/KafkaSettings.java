package io.weir.tests.tenants;

/** How Kafka's Java clients are told of a way and of who they are. */
final class KafkaSettings {
  private KafkaSettings() {}

  static String[] of(Way way, Credential credential) {
    return Login.with(saying(way, credential), EngineFromTest.settings(way, credential));
  }

  private static String[] saying(Way way, Credential credential) {
    String protocol = way.tls() ? "SASL_SSL" : "SASL_PLAINTEXT";
    return switch (credential.kind()) {
      case NONE, CERTIFICATE -> new String[] {"security.protocol", way.tls() ? "SSL" : "PLAINTEXT"};
      case PASSWORD -> Login.plain(protocol, credential.name(), credential.secret());
      case SCRAM -> Login.scram(protocol, "SCRAM-SHA-256", credential.name(), credential.secret());
      case TOKEN -> Login.with(Login.token(credential.secret()), "security.protocol", protocol);
    };
  }
}
