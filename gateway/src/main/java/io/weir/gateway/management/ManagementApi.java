package io.weir.gateway.management;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.weir.gateway.admin.Api;
import io.weir.gateway.admin.Page;
import io.weir.protocol.Loopback;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The routes below {@code /api/}. Whatever changes anything goes by PUT or DELETE, which a browser
 * sends for no page of another origin, since no such page is allowed to; and where a browser says
 * that a page of another origin asks, it is refused.
 */
public final class ManagementApi implements Api {
  private static final int MAX_BODY = 64 * 1024;

  private final List<Route> routes;

  /** With the routes of these parts. */
  public ManagementApi(ConnectionRoutes connections, AlarmRoutes alarms, TopologyRoutes topology) {
    List<Route> all = new ArrayList<>();
    all.addAll(connections.routes());
    all.addAll(alarms.routes());
    all.addAll(topology.routes());
    this.routes = List.copyOf(all);
  }

  @Override
  public Future<Page> answer(HttpServerRequest request) {
    if (!isOfThisMachine(request)) {
      return refuse(Replies.refusal(403, "not_authorised", "pages of other origins may not"));
    }
    List<String> levels = levels(Page.path(request));
    if (levels == null) {
      return refuse(Replies.badRequest("the path is not percent-encoded UTF-8"));
    }
    String method = request.method().name().equals("HEAD") ? "GET" : request.method().name();
    List<String> methods = new ArrayList<>();
    for (Route route : routes) {
      Optional<List<String>> names = route.match(levels);
      if (names.isPresent() && route.method().equals(method)) {
        return body(request)
            .compose(body -> answer(route, names.get(), request, body))
            .recover(ManagementApi::refuse);
      } else if (names.isPresent()) {
        methods.add(route.method());
      }
    }
    return refuse(
        methods.isEmpty() ? Replies.notFound() : Page.notAllowed(String.join(", ", methods)));
  }

  private static Future<Page> answer(
      Route route, List<String> names, HttpServerRequest request, Buffer bytes) {
    JsonObject body;
    try {
      body = bytes.length() == 0 ? new JsonObject() : new JsonObject(bytes);
    } catch (DecodeException | ClassCastException e) {
      return refuse(Replies.badRequest("the body is not a JSON object"));
    }
    return route.answer().to(new Ask(route.method(), names, request.getHeader("X-Reason"), body));
  }

  /** What was asked for in a way that it cannot be. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Page page;

    Refused(Page page) {
      super(null, null, false, false);
      this.page = page;
    }
  }

  private static Future<Page> refuse(Page page) {
    return Future.succeededFuture(page);
  }

  private static Future<Page> refuse(Throwable cause) {
    return cause instanceof Refused refused ? refuse(refused.page) : Future.failedFuture(cause);
  }

  private static Future<Buffer> body(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
          ? Future.failedFuture(
              new Refused(Replies.refusal(411, "length_required", "say how long the body is")))
          : Future.succeededFuture(Buffer.buffer());
    }
    boolean fits = length.matches("[0-9]{1,9}") && Integer.parseInt(length) <= MAX_BODY;
    return fits
        ? request.body()
        : Future.failedFuture(
            new Refused(
                Replies.refusal(413, "too_large", "a body has at most " + MAX_BODY + " bytes")));
  }

  private static @Nullable List<String> levels(String path) {
    List<String> levels = new ArrayList<>();
    for (String level : path.substring(PREFIX.length()).split("/", -1)) {
      try {
        levels.add(URLDecoder.decode(level.replace("+", "%2B"), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
    return levels;
  }

  private static boolean isOfThisMachine(HttpServerRequest request) {
    List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
    return origins.isEmpty()
        ? !request.headers().contains("Sec-Fetch-Site", "cross-site", true)
        : origins.stream().allMatch(ManagementApi::isLocal);
  }

  private static boolean isLocal(String origin) {
    try {
      String authority = new URI(origin).getRawAuthority();
      return authority != null && Loopback.isAuthority(authority);
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
