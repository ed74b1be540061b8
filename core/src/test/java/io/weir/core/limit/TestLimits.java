package io.weir.core.limit;

import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A tree of limits with a clock that stands still, and those it limits. */
final class TestLimits {
  static final Tenant ACME = new Tenant("acme");
  static final Tenant OTHER = new Tenant("other");

  private final AtomicLong clock = new AtomicLong(-7_000_000_000L);
  final LimitTree tree = new LimitTree(clock::get);

  static Caller caller(Tenant tenant, String user, String connection) {
    return new Caller(tenant, Principal.named(user), "test", connection);
  }

  void pass(long nanos) {
    clock.addAndGet(nanos);
  }

  void limit(TenantLimits acme) {
    limit(NodeLimits.UNLIMITED, acme);
  }

  void limit(NodeLimits node, TenantLimits acme) {
    tree.replace(node, Map.of(ACME, acme));
  }

  static Rates bytes(long perSecond, long burst) {
    return new Rates(Rate.UNLIMITED, new Rate(perSecond, burst));
  }

  static Rates messages(long perSecond, long burst) {
    return new Rates(new Rate(perSecond, burst), Rate.UNLIMITED);
  }

  static TenantLimits rates(Rates publish, Rates consume, Rate requests) {
    return tenant(publish, consume, requests, Rate.UNLIMITED, Integer.MAX_VALUE, Map.of(), none());
  }

  static ConnectionLimits none() {
    return ConnectionLimits.UNLIMITED;
  }

  static TenantLimits publish(Rates rates) {
    return rates(rates, Rates.UNLIMITED, Rate.UNLIMITED);
  }

  static TenantLimits connections(int most, Rate rate) {
    return tenant(Rates.UNLIMITED, Rates.UNLIMITED, Rate.UNLIMITED, rate, most, Map.of(), none());
  }

  static TenantLimits users(Map<String, UserLimits> users) {
    return tenant(
        Rates.UNLIMITED,
        Rates.UNLIMITED,
        Rate.UNLIMITED,
        Rate.UNLIMITED,
        Integer.MAX_VALUE,
        users,
        none());
  }

  /** With 2 queues, 3 sessions, 4 retained messages, 5 topics, 1,000 bytes, messages of 100. */
  static TenantLimits tenant(
      Rates publish,
      Rates consume,
      Rate requests,
      Rate connectionRate,
      int connections,
      Map<String, UserLimits> users,
      ConnectionLimits each) {
    return new TenantLimits(
        publish,
        consume,
        requests,
        connectionRate,
        connections,
        5,
        1_000,
        100,
        2,
        3,
        4,
        users,
        each);
  }
}
