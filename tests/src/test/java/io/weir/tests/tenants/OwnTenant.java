package io.weir.tests.tenants;

import java.util.ArrayList;
import java.util.List;

/** The file of a tenant of tests' own, whose users may do everything in it. */
final class OwnTenant {
  /** The password of all users. */
  static final String PASSWORD = Login.password("sensors");

  private static final String KEPT =
      "salt=BpnY3iByVFtWbmyYOFaHNQ==,stored_key=I2Z9Y5vRgILKkIAMTVBDGfn12uaGUTQqR+q9vq1i0sc=,server_key=7zIjIVBJoqcffvVxvw6tnW7dxOufzKv1LBDPfEztu4Y=,iterations=10000";

  private final String name;
  private final List<String> networks = new ArrayList<>();
  private final List<String> users = new ArrayList<>();
  private final List<String> topics = new ArrayList<>();

  OwnTenant(String name) {
    this.name = name;
  }

  /** With a way to it, as it stands between braces. */
  OwnTenant network(String network, Object... arguments) {
    networks.add("  - { " + network.formatted(arguments) + " }\n");
    return this;
  }

  /** With a user who has {@link #PASSWORD}. */
  OwnTenant user(String user) {
    users.add("  - { name: %s, scram-sha-256: \"%s\" }\n".formatted(user, KEPT));
    return this;
  }

  /** With a user who has certificates of such a subject. */
  OwnTenant certified(String user, String subject) {
    users.add("  - { name: %s, certificate: { subject: \"%s\" } }\n".formatted(user, subject));
    return this;
  }

  OwnTenant topic(String topic) {
    topics.add("  - { name: %s }\n".formatted(topic));
    return this;
  }

  String file() {
    return "tenant: %s\naccess: [{ allow: [publish, consume, manage], user: \"*\", topic: \"*\", group: \"*\", queue: \"*\", exchange: \"*\" }]\n"
            .formatted(name)
        + part("networks", networks)
        + part("users", users)
        + part("topics", topics);
  }

  private static String part(String name, List<String> items) {
    return items.isEmpty() ? "" : name + ":\n" + String.join("", items);
  }
}
