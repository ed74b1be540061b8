package io.weir.gateway.audit;

import io.weir.core.event.Event;
import io.weir.core.failure.Failure;
import io.weir.core.place.ClientCertificate;
import io.weir.core.place.Ingress;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.LineBudget;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is audited to the logger {@link #LOGGER}, a line each, without secrets. Of each kind
 * there are {@value #LINES_PER_SECOND} lines a second at most, so that whoever causes very many of
 * one hides none of another; how many were left out is said once that second is over. Thread-safe.
 */
public final class AuditLog implements Consumer<Event> {
  /** Its name. */
  public static final String LOGGER = "io.weir.audit";

  static final int LINES_PER_SECOND = 50;

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

  private final Map<AuditEvent, LineBudget> budgets = new EnumMap<>(AuditEvent.class);

  public AuditLog() {
    this(System::nanoTime);
  }

  /**
   * @param clock in nanoseconds
   */
  AuditLog(LongSupplier clock) {
    for (AuditEvent event : AuditEvent.values()) {
      budgets.put(event, new LineBudget(LINES_PER_SECOND, clock));
    }
  }

  @Override
  public void accept(Event event) {
    kind(event).ifPresent(kind -> write(kind, event));
  }

  /** Says what was left out in seconds that are over; to be called now and then. */
  public void flush() {
    budgets.forEach((kind, budget) -> leftOut(kind, budget.takeLeftOut()));
  }

  /** Says all that was left out: there will be nothing more. */
  public void close() {
    budgets.forEach((kind, budget) -> leftOut(kind, budget.takeAllLeftOut()));
  }

  private static Optional<AuditEvent> kind(Event event) {
    return switch (event) {
      case Event.TurnedAway away -> Optional.of(AuditEvent.TURNED_AWAY);
      case Event.Refused refused when refused.failure() instanceof Failure.Denied ->
          Optional.of(AuditEvent.DENIED);
      case Event.Administered administered -> Optional.of(AuditEvent.ADMINISTERED);
      case Event.Expelled expelled -> Optional.of(AuditEvent.EXPELLED);
      case Event.TenantsReloaded reloaded -> Optional.of(AuditEvent.RELOADED);
      case Event.CertificatesReloaded reloaded -> Optional.of(AuditEvent.RELOADED);
      case Event.OfCaller other -> Optional.empty();
    };
  }

  private void write(AuditEvent kind, Event event) {
    LineBudget budget = budgets.get(kind);
    if (budget == null) {
      return;
    }
    boolean permitted = budget.permits();
    leftOut(kind, budget.takeLeftOut());
    if (permitted) {
      LOG.info("{}", describe(new AuditLine(kind), event));
    }
  }

  private static void leftOut(AuditEvent kind, long lines) {
    if (lines > 0) {
      LOG.info(
          "{}", new AuditLine(AuditEvent.LEFT_OUT).with("of", kind.text()).with("lines", lines));
    }
  }

  private static AuditLine describe(AuditLine line, Event event) {
    return switch (event) {
      case Event.TurnedAway away ->
          by(
                  line.with("why", away.why().name().toLowerCase(Locale.ROOT))
                      .with("protocol", away.protocol()),
                  away.ingress())
              .with("reason", away.reason());
      case Event.Refused refused ->
          by(line, refused.caller())
              .with("operation", refused.operation())
              .with("topic", refused.topic())
              .with("reason", refused.failure().getMessage());
      case Event.Administered administered ->
          by(line, administered.caller())
              .with("home", administered.home().name())
              .with("call", administered.call());
      case Event.Expelled expelled -> by(line, expelled.caller());
      case Event.TenantsReloaded reloaded ->
          line.with("files", "tenants")
              .with("result", result(reloaded.isTaken()))
              .withText("came", names(reloaded.came()))
              .withText("changed", names(reloaded.changed()))
              .withText("went", names(reloaded.went()));
      case Event.CertificatesReloaded reloaded ->
          line.with("files", "certificates")
              .with("result", result(reloaded.isTaken()))
              .with("listener", reloaded.listener())
              .with("protocol", reloaded.protocol());
      case Event.OfCaller other -> line;
    };
  }

  private static AuditLine by(AuditLine line, Caller caller) {
    return line.with("tenant", caller.tenant().name())
        .with("user", caller.principal().name())
        .with("protocol", caller.protocol())
        .with("connection", caller.connection())
        .withText("client", caller.client());
  }

  private static AuditLine by(AuditLine line, Ingress ingress) {
    ClientCertificate certificate = ingress.certificate();
    return line.with("listener", ingress.listener())
        .with("source", address(ingress.source()))
        .with("peer", ingress.proxied() ? address(ingress.peer()) : null)
        .with("endpoint", ingress.endpoint())
        .with("server_name", ingress.serverName())
        .with("certificate", certificate == null ? null : certificate.subject())
        .with("unique_id", ingress.uniqueId());
  }

  private static String address(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  private static String result(boolean isTaken) {
    return isTaken ? "taken" : "refused";
  }

  private static String names(Collection<Tenant> tenants) {
    return tenants.stream().map(Tenant::name).collect(Collectors.joining(","));
  }
}
