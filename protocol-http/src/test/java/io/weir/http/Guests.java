package io.weir.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.weir.core.auth.Authenticator;
import io.weir.core.auth.CertificateCredential;
import io.weir.core.auth.Credential;
import io.weir.core.auth.PasswordHash;
import io.weir.core.auth.ScramMechanism;
import io.weir.core.auth.User;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.Authentication;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Entrance;
import io.weir.protocol.Listener;
import io.weir.protocol.proxy.ProxyProtocol;
import io.weir.protocol.tls.Tls;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Users of one tenant, and a listener for them. */
final class Guests implements AutoCloseable {
  static final Tenant ACME = new Tenant("acme");
  static final String PASSWORD = "secret";
  private static final Map<String, User> USERS =
      Map.of(
          "alice", user("alice", PasswordHash.of(ScramMechanism.SHA_256, PASSWORD, 4096)),
          "bob", user("bob", PasswordHash.of(ScramMechanism.SHA_256, PASSWORD, 4096)),
          "pump", user("pump", CertificateCredential.of("CN=pump,O=Acme")));

  final Placement placement = Placement.of(Map.of(ACME, List.of()));
  final Authenticator authenticator;

  Guests(Vertx vertx) {
    authenticator = new Authenticator(vertx, new byte[32], placement);
    know("alice", "bob", "pump");
  }

  /** From now on these are all users there are. */
  void know(String... names) {
    authenticator.replace(Map.of(ACME, Stream.of(names).map(USERS::get).toList()), Map.of());
  }

  Listener listener(ConnectionBounds bounds, @Nullable Tls tls) {
    return new Listener("guarded", "127.0.0.1", 0, null, ACME, bounds, 50)
        .withEntrance(new Entrance(ProxyProtocol.OFF, tls, Duration.ofMinutes(1), placement))
        .withAuthentication(new Authentication.Credentials(authenticator));
  }

  /** A request of theirs, with all its headers. */
  static String get(String path, String... headers) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
        .formatted(path, String.join("", Stream.of(headers).map(it -> it + "\r\n").toList()));
  }

  /** With the right password. */
  static String as(String name) {
    return as(name, PASSWORD);
  }

  static String as(String name, String password) {
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
  }

  private static User user(String name, Credential credential) {
    return new User(name, List.of(credential), false);
  }

  @Override
  public void close() {
    authenticator.close();
  }
}
