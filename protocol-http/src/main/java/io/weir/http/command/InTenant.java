package io.weir.http.command;

import io.vertx.core.Future;
import io.weir.core.tenant.Tenant;
import io.weir.http.mapping.Problem;

/**
 * What an administrator does in a tenant's world, as that tenant's users do it. Anybody else hears
 * the same whether there is such a tenant or not.
 *
 * @param command what is done there
 */
record InTenant(Command command) implements Command {
  private static final String ROOT = "/tenants";

  /** What stands before the paths of a tenant's world. */
  static final String PREFIX = ROOT + "/{tenant}";

  @Override
  public Future<Reply> run(Exchange exchange) {
    requireAdministrator(exchange);
    String name = String.valueOf(exchange.variable("tenant"));
    if (!Tenant.isName(name) || !exchange.core().tenants().all().contains(new Tenant(name))) {
      throw new Refusal(
          new Problem(
              404, "unknown-tenant", "there is no tenant '" + name + "'; GET /tenants lists them"));
    }
    exchange.visit(new Tenant(name), ROOT + "/" + name);
    return command.run(exchange);
  }

  /**
   * @throws io.weir.core.failure.Failure.Denied with one sentence for all
   */
  static void requireAdministrator(Exchange exchange) {
    if (!exchange.caller().principal().administrator()) {
      throw exchange.denied("administer", null, "only an administrator may go beyond its tenant");
    }
  }
}
