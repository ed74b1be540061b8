package io.weir.http.command;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.HEAD;
import static io.vertx.core.http.HttpMethod.OPTIONS;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.vertx.core.http.HttpMethod;
import io.weir.http.mapping.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of all that can be asked. */
public final class Routes {
  private static final String TOPIC = "/topics/{topic}";
  private static final List<Template> UNDER_A_TOPIC =
      List.of(
          new Template(TOPIC + "/{first}/{rest...}"),
          new Template(InTenant.PREFIX + TOPIC + "/{first}/{rest...}"));

  /** What is asked of a tenant's world, by those who are in it. */
  private static final List<Route> OWN =
      List.of(
          new Route(GET, "/topics", List.of("after", "limit"), "the topics", new ListTopics()),
          new Route(POST, TOPIC, List.of("key"), "publish the body", new Publish()),
          new Route(GET, TOPIC, List.of(), "a topic", new DescribeTopic()),
          new Route(
              PUT,
              TOPIC,
              List.of(),
              "create a topic; the body, JSON, may configure it",
              new CreateTopic()),
          new Route(
              DELETE, TOPIC, List.of(), "delete a topic with everything in it", new DeleteTopic()),
          new Route(GET, TOPIC + "/config", List.of(), "a topic's configuration", new ReadConfig()),
          new Route(
              PUT,
              TOPIC + "/config",
              List.of(),
              "replace it; what is left out becomes standard",
              new ChangeConfig(true)),
          new Route(
              PATCH,
              TOPIC + "/config",
              List.of(),
              "change what the body, JSON, says",
              new ChangeConfig(false)),
          new Route(
              GET,
              TOPIC + "/partitions",
              List.of(),
              "where the partitions begin and end",
              new ListPartitions()),
          new Route(
              GET,
              TOPIC + "/partitions/{partition}/records",
              List.of("offset", "max_bytes", "wait"),
              "messages from an offset on; wait for some, in milliseconds",
              new ReadRecords()),
          new Route(
              POST, TOPIC + "/{key...}", List.of(), "publish the body with a key", new Publish()));

  /** All of them, in the order in which they are tried. */
  public static final List<Route> ALL = all();

  private Routes() {}

  private static List<Route> all() {
    List<Route> all = new ArrayList<>();
    all.add(new Route(GET, "/", List.of(), "this list", exchange -> Welcome.reply()));
    all.addAll(OWN);
    all.add(
        new Route(
            GET,
            "/tenants",
            List.of("after", "limit"),
            "the tenants, for administrators",
            new ListTenants()));
    OWN.forEach(route -> all.add(route.inTenant()));
    return List.copyOf(all);
  }

  /**
   * The route of a request.
   *
   * @param path as it came, percent-encoded
   * @throws Refusal 404 or 405 if there is none
   */
  static Route.Match find(HttpMethod method, String path) {
    HttpMethod wanted = method.equals(HEAD) ? GET : method;
    List<Route> here = new ArrayList<>();
    for (Route route : ALL) {
      Optional<Map<String, String>> variables = route.path().match(path);
      if (variables.isPresent()) {
        if (route.method().equals(wanted)) {
          return new Route.Match(route, variables.get());
        }
        here.add(route);
      }
    }
    throw new Refusal(here.isEmpty() ? notFound(path) : notAllowed(method, path, here));
  }

  /** The methods that a path has, for Allow; all of them for {@code *}. */
  static String allowed(String path) {
    List<Route> here =
        path.equals("*")
            ? ALL
            : ALL.stream().filter(route -> route.path().match(path).isPresent()).toList();
    if (here.isEmpty()) {
      throw new Refusal(notFound(path));
    }
    return methods(here);
  }

  private static String methods(List<Route> routes) {
    Set<HttpMethod> methods = new LinkedHashSet<>();
    for (Route route : routes) {
      methods.add(route.method());
      if (route.method().equals(GET)) {
        methods.add(HEAD);
      }
    }
    methods.add(OPTIONS);
    return methods.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
  }

  private static Problem notFound(String path) {
    return new Problem(
        404,
        "unknown-path",
        "there is nothing at " + path + "; GET / lists what there is" + hint(path));
  }

  private static Problem notAllowed(HttpMethod method, String path, List<Route> here) {
    String methods = methods(here);
    return new Problem(
            405,
            "method-not-allowed",
            method
                + " does not work at "
                + path
                + "; these do: "
                + methods
                + (method.equals(POST) ? hint(path) : ""))
        .withHeader("Allow", methods);
  }

  /** What to do about a key that a path cannot name. */
  private static String hint(String path) {
    return UNDER_A_TOPIC.stream()
        .flatMap(form -> form.match(path.endsWith("/") ? path : path + "/").stream())
        .map(values -> String.valueOf(values.get("first")).split("/", 2)[0])
        .filter(Template::isReserved)
        .findFirst()
        .map(first -> ". A key that begins with " + first + " is given as ?key=")
        .orElse("");
  }
}
