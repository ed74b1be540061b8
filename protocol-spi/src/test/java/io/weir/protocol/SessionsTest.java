package io.weir.protocol;

import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weir.core.auth.Grounds;
import io.weir.core.auth.Outcome;
import io.weir.core.auth.Outcome.Admitted;
import io.weir.core.event.Event;
import io.weir.core.event.Event.TurnedAway;
import io.weir.core.event.Event.Why;
import io.weir.core.event.Events;
import io.weir.core.limit.ConnectionLimits;
import io.weir.core.limit.Limit;
import io.weir.core.limit.LimitTree;
import io.weir.core.limit.NodeLimits;
import io.weir.core.limit.Rate;
import io.weir.core.limit.Rates;
import io.weir.core.limit.TenantLimits;
import io.weir.core.limit.UserLimits;
import io.weir.core.place.Ingress;
import io.weir.core.place.Network;
import io.weir.core.place.Placed;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.ConnectionSession.Entry;
import io.weir.protocol.proxy.ProxyProtocol;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is in by each connection, and what becomes of it when its right goes. */
class SessionsTest {
  private static final Tenant ACME = new Tenant("acme");
  private static final Tenant BLUE = new Tenant("blue");
  private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 40_000);
  private static final Ingress INGRESS = Ingress.direct("local", ADDRESS, ADDRESS);

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final LimitTree limits = new LimitTree();
  private final Events events = new Events();
  private final List<Event> told = new CopyOnWriteArrayList<>();
  private final Sessions sessions = new Sessions(limits, events);
  private final Placement placement = Placement.of(Map.of(ACME, List.of(), BLUE, List.of()));
  private final List<String> ends = new CopyOnWriteArrayList<>();
  private final List<Boolean> onLoop = new CopyOnWriteArrayList<>();
  private final Map<Tenant, TenantLimits> limited = new HashMap<>();
  private int connections;

  SessionsTest() {
    events.listen(told::add);
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  // ---- reviews ----

  @Test
  void aReviewEndsThoseWhoMayNotStayOnTheirLoopsAndNobodyElse() {
    ConnectionSession alice = session();
    ConnectionSession bob = session();
    session(); // in which nobody is
    enter(alice, who(ACME, "alice"));
    enter(bob, who(ACME, "bob"));
    assertThat(sessions.size()).isEqualTo(2);

    assertThat(sessions.review(who -> who.principal().name().equals("bob"))).isEqualTo(1);

    await().until(() -> !ends.isEmpty());
    assertThat(ends).containsExactly("test-1: a reload has taken its right to be here");
    assertThat(sessions.ended()).isEqualTo(1);
    assertThat(onLoop).containsExactly(true);
    assertThat(told)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Expelled.class,
            expelled -> {
              assertThat(expelled.caller().tenant()).isEqualTo(ACME);
              assertThat(expelled.caller().principal().name()).isEqualTo("alice");
            });
    assertThat(alice.isIn()).isFalse();
    assertThat(bob.isIn()).isTrue();
    assertThat(sessions.size()).isEqualTo(1);
    assertThat(sessions.review(who -> true)).isZero();
  }

  @Test
  void whoCameInMeanwhileInTheSamePlaceIsNotEndedForTheOneBefore() {
    ConnectionSession session = session();
    enter(session, who(ACME, "alice"));
    onLoop(
        () -> {
          sessions.review(who -> false);
          session.enter(who(ACME, "bob"));
        });
    turn();

    assertThat(ends).isEmpty();
    assertThat(session.isIn()).isTrue();
    assertThat(sessions.ended()).isZero();
  }

  @Test
  void whatWasTakenAwayWhileItWasLookedAtLetsNobodyIn() {
    ConnectionSession session = session();
    placement.replace(Map.of(ACME, List.of(elsewhere()), BLUE, List.of()));

    assertThat(enter(session, who(ACME, "alice"))).isInstanceOf(Entry.Lapsed.class);

    assertThat(session.isIn()).isFalse();
    assertThat(sessions.size()).isZero();
    assertThat(((TurnedAway) told.getFirst()).why()).isEqualTo(Why.CREDENTIALS);
  }

  @Test
  void aConnectionThatEndsLeavesNothingBehind() {
    ConnectionSession session = session();
    enter(session, who(ACME, "alice"));
    onLoop(session::close);

    assertThat(sessions.size()).isZero();
    assertThat(enter(session, who(ACME, "alice"))).isInstanceOf(Entry.Lapsed.class);
    assertThat(sessions.size()).isZero();
  }

  // ---- places ----

  @Test
  void aTenantHasNoMoreConnectionsThanItMay() {
    limit(ACME, 1, Map.of());
    ConnectionSession first = session();
    ConnectionSession second = session();
    assertThat(enter(first, who(ACME, "alice"))).isInstanceOf(Entry.In.class);

    assertThat(enter(second, who(ACME, "bob")))
        .isInstanceOfSatisfying(
            Entry.Full.class,
            full -> assertThat(full.reached().limit()).isEqualTo(Limit.CONNECTIONS));
    assertThat(second.isIn()).isFalse();
    assertThat(sessions.size()).isEqualTo(1);
    TurnedAway away = (TurnedAway) told.getFirst();
    assertThat(away.why()).isEqualTo(Why.CONNECTIONS);
    assertThat(away.reason()).isEqualTo("the limit of connections of this tenant is reached");

    assertThat(enter(session(), who(BLUE, "alice"))).isInstanceOf(Entry.In.class);
    onLoop(first::close);
    assertThat(enter(second, who(ACME, "bob"))).isInstanceOf(Entry.In.class);
  }

  @Test
  void aUserHasNoMoreThanItMayAndTakesNoneOfItsTenantsThen() {
    limit(ACME, 2, Map.of("alice", atMost(1)));
    ConnectionSession first = session();
    enter(first, who(ACME, "alice"));

    assertThat(enter(session(), who(ACME, "alice")))
        .isInstanceOfSatisfying(
            Entry.Full.class,
            full -> assertThat(full.reached().limit()).isEqualTo(Limit.USER_CONNECTIONS));

    assertThat(enter(session(), who(ACME, "bob"))).isInstanceOf(Entry.In.class);
    onLoop(first::close);
    assertThat(enter(session(), who(ACME, "alice"))).isInstanceOf(Entry.In.class);
  }

  @Test
  void whoStaysTheSameKeepsItsPlacesAndAnotherTakesItsOwn() {
    limit(ACME, 1, Map.of("alice", atMost(1), "bob", atMost(1)));
    limit(BLUE, 1, Map.of());
    ConnectionSession session = session();
    for (String name : List.of("alice", "alice", "bob", "alice")) {
      assertThat(enter(session, who(ACME, name))).isInstanceOf(Entry.In.class);
    }
    assertThat(enter(session, who(BLUE, "alice"))).isInstanceOf(Entry.In.class);
    assertThat(enter(session(), who(BLUE, "x"))).isInstanceOf(Entry.Full.class);
    assertThat(enter(session(), who(ACME, "alice"))).isInstanceOf(Entry.In.class);
  }

  @Test
  void whoFindsNoPlaceGivesBackTheOneThatItHad() {
    limit(ACME, 5, Map.of("bob", atMost(0)));
    limit(BLUE, 5, Map.of());
    ConnectionSession session = session();
    enter(session, who(ACME, "alice"));

    assertThat(enter(session, who(ACME, "bob"))).isInstanceOf(Entry.Full.class);

    assertThat(session.isIn()).isFalse();
    limit(ACME, 1, Map.of());
    assertThat(enter(session(), who(ACME, "alice"))).isInstanceOf(Entry.In.class);
  }

  // ---- what is told ----

  @Test
  void whatCameOfAnAttemptIsToldByItsKind() {
    ConnectionSession session = session();
    session.turnedAway(new Outcome.Refused("a wrong password"));
    session.turnedAway(new Outcome.Refused("elsewhere", true));
    session.turnedAway(new Outcome.Later(Duration.ofSeconds(1), "too many failures before"));
    session.turnedAway(who(ACME, "alice"));

    assertThat(told)
        .containsExactly(
            new TurnedAway(INGRESS, "test", Why.CREDENTIALS, "a wrong password"),
            new TurnedAway(INGRESS, "test", Why.PLACEMENT, "elsewhere"),
            new TurnedAway(INGRESS, "test", Why.BACKOFF, "too many failures before"));
  }

  // ---- operators ----

  @Test
  void whoIsInIsSeenWithWhatItsHeadSaysOfIt() {
    ConnectionSession session = session();
    assertThat(sessions.views()).isEmpty();
    enter(session, who(ACME, "alice"));
    session.describe(Map.of("vhost", "/"));

    SessionView seen = sessions.views().getFirst();
    assertThat(seen.who().principal().name()).isEqualTo("alice");
    assertThat(seen.who().connection()).isEqualTo("test-1");
    assertThat(seen.ingress()).isEqualTo(INGRESS);
    assertThat(seen.details()).isEqualTo(Map.of("vhost", "/"));
    onLoop(session::close);
    assertThat(sessions.views()).isEmpty();
  }

  @Test
  void anOperatorEndsConnectionsByTheirHeadsWhichCanTellTheirClients() {
    ConnectionSession told = session();
    ConnectionSession untold = session();
    ConnectionSession other = session();
    enter(told, who(ACME, "alice"));
    enter(untold, who(ACME, "alice"));
    enter(other, who(ACME, "bob"));
    List<String> farewells = new CopyOnWriteArrayList<>();
    onLoop(() -> told.dismissedBy(farewells::add));

    assertThat(
            sessions.dismiss(view -> view.who().principal().name().equals("alice"), "maintenance"))
        .isEqualTo(2);
    turn();
    assertThat(farewells).containsExactly("maintenance");
    assertThat(ends).containsExactly("test-2: maintenance");
    assertThat(onLoop).containsExactly(true);
  }

  // ----

  private ConnectionSession session() {
    connections++;
    String id = "test-" + connections;
    Listener listener =
        new Listener("local", "127.0.0.1", 0, null, ACME, ConnectionBounds.DEFAULT, 10)
            .withEntrance(new Entrance(ProxyProtocol.OFF, null, Duration.ofSeconds(1), placement));
    return new ConnectionSession(
        sessions,
        listener,
        "test",
        id,
        INGRESS,
        loop,
        sentence -> {
          onLoop.add(Vertx.currentContext() == loop && Context.isOnEventLoopThread());
          ends.add(id + ": " + sentence);
        });
  }

  private Entry enter(ConnectionSession session, Admitted who) {
    List<Entry> entry = new ArrayList<>();
    onLoop(() -> entry.add(session.enter(who)));
    return entry.getFirst();
  }

  private void onLoop(Runnable what) {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(
        turn -> {
          what.run();
          done.complete();
        });
    await(done.future());
  }

  /** Waits until the loop has done what it was given. */
  private void turn() {
    onLoop(() -> {});
  }

  private static Admitted who(Tenant tenant, String name) {
    return new Admitted(
        new Placed.In(INGRESS, tenant, null),
        Principal.named(name),
        Instant.MAX,
        new Grounds.Anonymous());
  }

  private static Network elsewhere() {
    return new Network("elsewhere", null, null, null, Map.of());
  }

  private void limit(Tenant tenant, int connections, Map<String, UserLimits> users) {
    limited.put(
        tenant,
        new TenantLimits(
            Rates.UNLIMITED,
            Rates.UNLIMITED,
            Rate.UNLIMITED,
            Rate.UNLIMITED,
            connections,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            users,
            ConnectionLimits.UNLIMITED));
    limits.replace(NodeLimits.UNLIMITED, limited);
  }

  private static UserLimits atMost(int connections) {
    return new UserLimits(Rates.UNLIMITED, Rates.UNLIMITED, Rate.UNLIMITED, connections);
  }
}
