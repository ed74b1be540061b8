package io.weir.bench.tenants;

import io.weir.bench.server.BenchException;
import io.weir.bench.server.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.apache.kafka.common.security.scram.internals.ScramCredentialUtils;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;

/** The files of a gateway with many tenants, who all have one user and one password. */
final class TenantFiles {
  static final String USER = "app";
  static final String PASSWORD = "correct horse battery staple";
  static final String TOPIC = "load";
  static final String ATTACKER = "attacker";

  private static final String CREDENTIALS = "credentials";
  private static final String OPEN = "open";
  private static final String RULED = "ruled";

  /** The partitions of the topics of tenants that ask nobody; all others have one. */
  static final int PARTITIONS = 16;

  /** What SCRAM asks for at least; a hash of more takes longer, on either side of a comparison. */
  private static final int ITERATIONS = 4096;

  /** Far from what the bench sends, but asked for with each message. */
  private static final String WIDE =
      """
      limits:
        publish: { messages: 1000000/s, bytes: 1GB/s }
        consume: { messages: 1000000/s, bytes: 1GB/s }
        requests: 1000000/s
        connections: 1000
        connectionRate: 1000/s
        topics: 100
        storage: 1TB
        messageSize: 1MiB
        eachConnection: { publish: { messages: 1000000/s, bytes: 1GB/s }, requests: 1000000/s }
      """;

  private static final String NARROW =
      """
      limits:
        publish: { messages: 100/s, bytes: 1MB/s }
        consume: { messages: 100/s, bytes: 1MB/s }
        requests: 200/s
        connections: 20
        connectionRate: 20/s
        topics: 10
        storage: 1GB
        messageSize: 64KiB
      """;

  private final Path directory;
  private final String durability;
  private final String credential = credential();

  TenantFiles(Path directory, Durability durability) {
    this.directory = directory;
    this.durability = durability.name().toLowerCase(Locale.ROOT);
  }

  /** The name of the n-th tenant, from 0. */
  static String tenant(int n) {
    return "t%05d".formatted(n);
  }

  /** The name by which the n-th tenant's user connects. */
  static String login(int n) {
    return USER + "@" + tenant(n);
  }

  /** Writes all of them; returns {@code weir.yaml}. */
  Path write(
      int tenants,
      TenantServer.Ports credentials,
      TenantServer.Ports open,
      TenantServer.Ports ruled,
      int adminPort) {
    try {
      Path files = Files.createDirectory(directory.resolve("tenants"));
      for (int i = 0; i < tenants; i++) {
        tenant(files, tenant(i), CREDENTIALS, USER, 1, WIDE);
      }
      tenant(files, ATTACKER, CREDENTIALS, USER, 1, NARROW);
      tenant(files, RULED, RULED, "*", PARTITIONS, WIDE);
      return Files.writeString(
          directory.resolve("weir.yaml"),
          """
          data: %s
          tenants: %s
          listeners:
            - name: %s
              ports: { kafka: %d, http: %d, admin: %d }
            - name: %s
              ports: { kafka: %d, http: %d }
              anonymous: default
            - name: %s
              ports: { kafka: %d, http: %d }
              anonymous: %s
          topics:
            - { name: %s, partitions: %d, durability: %s }
          """
              .formatted(
                  directory.resolve("data"),
                  files,
                  CREDENTIALS,
                  credentials.kafka(),
                  credentials.http(),
                  adminPort,
                  OPEN,
                  open.kafka(),
                  open.http(),
                  RULED,
                  ruled.kafka(),
                  ruled.http(),
                  RULED,
                  TOPIC,
                  PARTITIONS,
                  durability));
    } catch (IOException e) {
      throw new BenchException("Cannot write the tenants' files below " + directory, e);
    }
  }

  private void tenant(
      Path files, String name, String listener, String allowed, int partitions, String limits)
      throws IOException {
    Files.writeString(
        files.resolve(name + ".yaml"),
        """
        tenant: %s
        networks:
          - { listener: %s }
        users:
          - name: %s
            scram-sha-256: "%s"
            limits:
              publish: { messages: 1000000/s, bytes: 1GB/s }
              consume: { messages: 1000000/s, bytes: 1GB/s }
              requests: 1000000/s
              connections: 1000
        access:
          - { deny: [publish, consume], user: "%s", topic: "private-*" }
          - { allow: [publish, consume], user: "%s", topic: %s }
          - { allow: [publish], user: "%s", topic: "audit-*" }
          - { allow: [publish, consume], user: "%s", topic: "own/%%u/#" }
          - { allow: [consume], user: "%s", group: "readers-*" }
        %stopics:
          - { name: %s, partitions: %d, durability: %s }
        autoCreate: { topics: false }
        """
            .formatted(
                name,
                listener,
                USER,
                credential,
                allowed,
                allowed,
                TOPIC,
                allowed,
                allowed,
                allowed,
                limits,
                TOPIC,
                partitions,
                durability));
  }

  private static String credential() {
    try {
      return ScramCredentialUtils.credentialToString(
          new ScramFormatter(ScramMechanism.SCRAM_SHA_256)
              .generateCredential(PASSWORD, ITERATIONS));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
