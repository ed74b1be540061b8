package io.weir.bench.backend;

import io.vertx.core.Vertx;
import io.weir.backend.Backend;
import io.weir.backend.BackendEnvironment;
import io.weir.backend.BackendProvider;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The process of a backend. Its arguments are the directory of the data, and settings of the
 * embedded log as {@code name=number}. It ends in order when standard input does.
 */
public final class BackendProcess {
  private static final String TYPE = "embedded";

  private BackendProcess() {}

  /** Opens the log, says so, and carries out orders. */
  public static void main(String[] arguments)
      throws IOException, ClassNotFoundException, InterruptedException, ExecutionException {
    var answers = new ObjectOutputStream(System.out);
    System.setOut(System.err); // whatever a library prints must not come between
    Vertx vertx = Vertx.vertx();
    long start = System.nanoTime();
    Backend backend = open(vertx, Path.of(arguments[0]), settings(arguments));
    double seconds = (System.nanoTime() - start) / 1e9;
    var host = new Host(backend, new Lanes(vertx));
    send(answers, new Outcome.Opened(seconds));
    var orders = new ObjectInputStream(System.in);
    for (Order order = next(orders); order != null; order = next(orders)) {
      send(answers, carryOut(host, order));
    }
    Host.get(backend.close());
    System.exit(0);
  }

  /** Opens the embedded log in a directory. */
  static Backend open(Vertx vertx, Path data, Map<String, Object> settings)
      throws InterruptedException, ExecutionException {
    BackendProvider provider =
        ServiceLoader.load(BackendProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.type().equals(TYPE))
            .findFirst()
            .orElseThrow();
    return Host.get(provider.open(new BackendEnvironment(vertx, data, false, settings)));
  }

  private static Outcome carryOut(Host host, Order order) throws InterruptedException {
    try {
      return host.carryOut(order);
    } catch (ExecutionException e) {
      return new Outcome.Failed(String.valueOf(e.getCause()));
    } catch (RuntimeException e) {
      return new Outcome.Failed(e.toString());
    }
  }

  private static @Nullable Order next(ObjectInputStream orders)
      throws IOException, ClassNotFoundException {
    try {
      return (Order) orders.readObject();
    } catch (EOFException e) {
      return null;
    }
  }

  private static void send(ObjectOutputStream answers, Outcome outcome) throws IOException {
    answers.writeObject(outcome);
    answers.flush();
  }

  private static Map<String, Object> settings(String[] arguments) {
    var settings = new HashMap<String, Object>();
    for (int i = 1; i < arguments.length; i++) {
      String[] setting = arguments[i].split("=", 2);
      settings.put(setting[0], Long.parseLong(setting[1]));
    }
    return settings;
  }
}
