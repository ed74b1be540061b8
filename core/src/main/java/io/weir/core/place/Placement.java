package io.weir.core.place;

import io.weir.core.tenant.Tenant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tenant of a connection. The hints are, in this order: the private endpoint that it came
 * through, the listener, the range that its source lies in (the longest prefix), the name that it
 * asked for in TLS, and when it authenticates the host name that it says there, and {@code
 * user@tenant}. Each may be silent; those that speak must agree.
 *
 * <p>A tenant with networks is reached by them alone; one without, wherever nothing names another.
 * A connection through a private endpoint belongs to who names this endpoint, and to nobody else. A
 * listener as a whole names a tenant if it is one tenant's; several may share it, and then their
 * clients say which they mean. A name that is no tenant's says nothing, for listeners have names
 * too.
 *
 * <p>What contradicts itself or names nobody is {@link Placed.Refused}, and looks like a wrong
 * password: {@link #login} puts it in {@link #NOWHERE}.
 *
 * <p>Thread-safe; every call answers at once from memory, by one state of all tenants' networks.
 */
public final class Placement {
  /** Of this process alone, so that no file and no client can name it. Nobody is in it. */
  public static final Tenant NOWHERE = new Tenant("nowhere-" + UUID.randomUUID());

  private volatile Places places;

  private Placement(Places places) {
    this.places = places;
  }

  /** Among tenants with their networks. */
  public static Placement of(Map<Tenant, List<Network>> tenants) {
    return new Placement(new Places(tenants));
  }

  /**
   * Takes other tenants and networks in the place of all there were. Those whose connections may
   * have lost their place are found by {@link #reaches}.
   */
  public void replace(Map<Tenant, List<Network>> tenants) {
    places = new Places(tenants);
  }

  /**
   * What cannot be: networks that alone name two tenants, networks that nobody could come by. Where
   * this finds nothing, a connection is never ambiguous but by what its client says.
   */
  public static List<Clash> check(Map<Tenant, List<Network>> tenants) {
    return new Clashes(tenants).find();
  }

  /** Places a connection of which nothing but its way is known. */
  public Placed place(Ingress ingress) {
    return places.place(ingress);
  }

  /**
   * Adds the host name that a client says in its protocol (AMQP 1.0's in SASL and {@code open}). A
   * tenant's name places what is not placed, and must agree with where it is; any other says
   * nothing.
   */
  public Placed confirm(Placed placed, String hostname) {
    Ingress named = placed.ingress().withServerName(hostname.toLowerCase(Locale.ROOT));
    Places now = places;
    Set<Tenant> tenants = now.named(named);
    if (tenants.isEmpty()) {
      return placed;
    }
    return switch (placed) {
      case Placed.In in ->
          tenants.contains(in.tenant()) ? in : new Placed.Refused(placed.ingress());
      case Placed.Open open -> now.place(named);
      case Placed.Refused refused -> refused;
    };
  }

  /**
   * Whom a client wants to be that gives its name as {@code user} or {@code user@tenant}. What
   * stands behind the last {@code @} is cut off only if it is the name of a tenant; finding that
   * out takes the same steps if it is not.
   *
   * @return in every case somebody to authenticate, if in {@link #NOWHERE}
   */
  public Login login(Ingress ingress, String name) {
    Places now = places;
    return login(now, now.place(ingress), name);
  }

  /** The same, of a connection that {@link #confirm} has placed by what its client said before. */
  public Login login(Placed placed, String name) {
    return login(places, placed, name);
  }

  private static Login login(Places now, Placed placed, String name) {
    int at = name.lastIndexOf('@');
    TenantNames.Compared suffix = now.names().find(name.substring(at + 1));
    Tenant said = at > 0 && suffix.isNamed() ? suffix.tenant() : null;
    String user = said == null ? name : name.substring(0, at);
    Placed settled =
        switch (placed) {
          case Placed.In in -> said == null || said.equals(in.tenant()) ? in : refused(in);
          case Placed.Open open -> claim(now, open, said, suffix.tenant());
          case Placed.Refused refused -> refused;
        };
    return settled instanceof Placed.In in
        ? new Login(in.tenant(), in.tenant(), user, in)
        : new Login(NOWHERE, suffix.tenant(), user, settled);
  }

  /**
   * In the tenant that it says, or else in the only one that it can be in. Where there is neither,
   * another is claimed in vain, so that the refusal takes as long.
   */
  private static Placed claim(Places now, Placed.Open open, @Nullable Tenant said, Tenant other) {
    Tenant only = now.only(open.ingress());
    Tenant meant = said == null ? only : said;
    Placed claimed = now.claim(open.ingress(), meant == null ? other : meant);
    return meant == null ? refused(open) : claimed;
  }

  /**
   * Where a connection is whose client gives no name, as with tokens and certificates: where it is
   * placed, else in the only tenant that it can be in.
   */
  public Placed settle(Ingress ingress) {
    Places now = places;
    return switch (now.place(ingress)) {
      case Placed.In in -> in;
      case Placed.Open open -> {
        Tenant only = now.only(open.ingress());
        yield only == null ? refused(open) : now.claim(open.ingress(), only);
      }
      case Placed.Refused refused -> refused;
    };
  }

  /** The tenant in which a connection is by {@link #settle}, or {@link #NOWHERE}. */
  public Tenant tenant(Ingress ingress) {
    return settle(ingress) instanceof Placed.In in ? in.tenant() : NOWHERE;
  }

  /**
   * Puts a connection in a tenant without asking its client, as for those that present nothing: if
   * the tenant may be reached by the way that it came.
   */
  public Placed claim(Placed placed, Tenant tenant) {
    return switch (placed) {
      case Placed.In in -> tenant.equals(in.tenant()) ? in : refused(in);
      case Placed.Open open -> places.claim(open.ingress(), tenant);
      case Placed.Refused refused -> refused;
    };
  }

  /**
   * Whether a tenant may be reached by the way that a connection came: whether it may stay after
   * networks were replaced. Asked with the ingress that {@link Placed} has in the end.
   */
  public boolean reaches(Tenant tenant, Ingress ingress) {
    return places.claim(ingress, tenant) instanceof Placed.In;
  }

  private static Placed refused(Placed placed) {
    return new Placed.Refused(placed.ingress());
  }
}
