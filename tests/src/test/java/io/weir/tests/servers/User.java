package io.weir.tests.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.Map;

/** Somebody who logs in with a password. */
public record User(String name, String password) {

  /** What Kafka's Java clients are told of it, on this machine: SCRAM-SHA-256. */
  public Map<String, String> kafka() {
    return Map.of(
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "SCRAM-SHA-256",
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(name, password));
  }

  /** The address of a server of AMQP 0-9-1 on this machine, with both, escaped. */
  public String amqp(int port) {
    return "amqp://%s:%s@127.0.0.1:%d".formatted(escaped(name), escaped(password), port);
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** The value of HTTP's {@code Authorization}. */
  public String basic() {
    return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
  }
}
