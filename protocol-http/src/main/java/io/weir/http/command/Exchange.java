package io.weir.http.command;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.weir.core.Core;
import io.weir.core.access.Access.Resource;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Wait;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.http.mapping.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request on its way to a reply, as commands see it. Used on the connection's event loop. */
public final class Exchange {
  private static final int MAX_DOCUMENT_BYTES = 64 * 1024;

  private final HttpServerRequest request;
  private final Core core;
  private Caller caller;

  /** What stands before the paths of the world that it is about. */
  private String base = "";

  private final Budget budget;
  private final int maxBodyBytes;
  private final Promise<Void> cut = Promise.promise();
  private Map<String, String> variables = Map.of();
  private @Nullable Query query;
  private long charged;

  /**
   * @param budget for the bodies of request and reply
   * @param maxBodyBytes the largest body that is taken, whatever a command takes
   */
  public Exchange(
      HttpServerRequest request, Core core, Caller caller, Budget budget, int maxBodyBytes) {
    this.request = request;
    this.core = core;
    this.caller = caller;
    this.budget = budget;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Finds the route and runs it. */
  public Future<Reply> run() {
    try {
      if (request.method().equals(HttpMethod.OPTIONS)) {
        return Future.succeededFuture(Reply.empty(204).with("Allow", Routes.allowed(path())));
      }
      Route.Match match = Routes.find(request.method(), path());
      variables = match.variables();
      query = new Query(request.query(), match.route().query());
      chargeRequest();
      return match.route().command().run(this);
    } catch (Failure | Refusal e) {
      return Future.failedFuture(e);
    }
  }

  private void chargeRequest() {
    Caller by = caller;
    Wait wait = core.limits().tryRequest(by);
    if (wait.isNeeded()) {
      core.events().emit(() -> new Event.Throttled(by, "request", wait));
      throw wait.failure();
    }
  }

  /** Nobody waits for the reply any more: the client has gone, or the gateway stops. */
  public void cutShort() {
    cut.tryComplete();
  }

  /** Gives back what memory it took; once the reply is sent, or nobody wants it. */
  public void finish() {
    budget.give(charged);
    charged = 0;
  }

  /** As it came; empty where the request's target has none. */
  private String path() {
    String path = request.path();
    return path == null ? "" : path;
  }

  /**
   * Goes on in another tenant's world, as an administrator does, and tells of it first.
   *
   * @param under what stands before the paths of that world
   */
  void visit(Tenant tenant, String under) {
    base = under;
    if (!tenant.equals(caller.tenant())) {
      Caller visitor = caller.visiting(tenant);
      tellAdministered(visitor);
      caller = visitor;
    }
  }

  /** Tells that an administrator asks for this, beyond its own tenant. */
  void tellAdministered(Caller as) {
    Tenant home = caller.tenant();
    String call = request.method() + " " + path();
    core.events().emit(() -> new Event.Administered(as, home, call));
  }

  /** What stands before the paths that the reply names. */
  String base() {
    return base;
  }

  /**
   * What the caller is told that may not do this; whoever listens is told, too.
   *
   * @param operation as in {@link Event.Refused}
   * @param topic that the request names, or null
   */
  Failure.Denied denied(String operation, @Nullable TopicName topic, String sentence) {
    Caller by = caller;
    var denied = new Failure.Denied(sentence);
    core.events()
        .emit(() -> new Event.Refused(by, operation, topic == null ? null : topic.text(), denied));
    return denied;
  }

  Core core() {
    return core;
  }

  Caller caller() {
    return caller;
  }

  /** Completes when this is {@link #cutShort}. */
  Future<Void> cut() {
    return cut.future();
  }

  MultiMap headers() {
    return request.headers();
  }

  Query query() {
    if (query == null) {
      throw new IllegalStateException("no route was found yet");
    }
    return query;
  }

  /** The value of a variable of the path, or null if this route has none of that name. */
  @Nullable String variable(String name) {
    return variables.get(name);
  }

  TopicName topicName() {
    return new TopicName(String.valueOf(variables.get("topic")));
  }

  /**
   * The topic that the path names.
   *
   * @throws Failure.UnknownTopic if there is none, or none that the caller may know of
   */
  Topic topic() {
    TopicName name = topicName();
    if (!core.access().sees(caller, Resource.topic(name.text()))) {
      denied("describe", name, "you have no rights on " + name.called());
      throw name.unknown();
    }
    return core.topics().get(caller.tenant(), name);
  }

  /** The request's body; the receiver owns it. Fails with {@link Failure.TooLarge} past a limit. */
  Future<ByteBuf> body(int limit) {
    // HTTP/1.0 has no answer before the answer (RFC 9110, section 10.1.1).
    String expected =
        request.version() == HttpVersion.HTTP_1_0 ? null : request.getHeader(HttpHeaders.EXPECT);
    if (expected != null && !expected.equalsIgnoreCase("100-continue")) {
      return Future.failedFuture(
          new Refusal(
              new Problem(417, "expectation-failed", "Expect: only 100-continue is known")));
    }
    var body = new Body(Math.min(limit, maxBodyBytes), this);
    Future<ByteBuf> read = body.read(request);
    if (expected != null && !read.isComplete()) {
      request.response().writeContinue();
    }
    return read;
  }

  /** The request's body as a document; an empty one if there is none. */
  Future<JsonObject> document() {
    return body(MAX_DOCUMENT_BYTES)
        .map(
            body -> {
              String text = body.toString(StandardCharsets.UTF_8);
              body.release();
              return parse(text);
            });
  }

  /**
   * Takes memory for as long as this lasts.
   *
   * @throws Failure.Unavailable if too much is taken already
   */
  void charge(long bytes) {
    if (!budget.take(bytes)) {
      throw new Failure.Unavailable("the memory for requests is used up; try again in a moment");
    }
    charged += bytes;
  }

  private static JsonObject parse(String text) {
    if (text.isBlank()) {
      return new JsonObject();
    }
    try {
      return new JsonObject(text);
    } catch (DecodeException e) {
      throw new Failure.InvalidRequest("the body is not a JSON object: " + firstLine(e));
    }
  }

  private static String firstLine(DecodeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
