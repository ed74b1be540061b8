package io.weir.amqp091;

import io.vertx.core.Vertx;
import io.weir.core.auth.Authenticator;
import io.weir.core.auth.PasswordHash;
import io.weir.core.auth.ScramMechanism;
import io.weir.core.auth.User;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.Authentication;
import java.util.List;
import java.util.Map;

/** The user alice of the tenant in which the queues are, and the way to it. */
public final class Doorman implements AutoCloseable {
  public static final String PASSWORD = "secret";

  private final Placement placement = Placement.of(Map.of(Tenant.DEFAULT, List.of()));
  private final Authenticator authenticator;

  public Doorman(Vertx vertx) {
    authenticator = new Authenticator(vertx, new byte[32], placement, () -> 0);
    authenticator.replace(
        Map.of(
            Tenant.DEFAULT,
            List.of(
                new User(
                    "alice",
                    List.of(PasswordHash.of(ScramMechanism.SHA_256, PASSWORD, 4096)),
                    false))),
        Map.of());
  }

  public Authentication.Credentials authentication() {
    return new Authentication.Credentials(authenticator);
  }

  @Override
  public void close() {
    authenticator.close();
  }
}
