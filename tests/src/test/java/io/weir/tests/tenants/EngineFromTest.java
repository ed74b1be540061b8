package io.weir.tests.tenants;

import static java.util.Objects.requireNonNull;

import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/** TLS of a Kafka client as a test has it, under a name of its own. Made by that client. */
public final class EngineFromTest implements SslEngineFactory {
  private static final String KEY = "weir.tests.tls";
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Map<String, Chosen> CHOSEN = new ConcurrentHashMap<>();

  private record Chosen(Way way, Credential credential) {}

  private @Nullable Chosen chosen;

  static String[] settings(Way way, Credential credential) {
    String number = Integer.toString(NUMBERS.incrementAndGet());
    CHOSEN.put(number, new Chosen(way, credential));
    return new String[] {"ssl.engine.factory.class", EngineFromTest.class.getName(), KEY, number};
  }

  @Override
  public void configure(Map<String, ?> settings) {
    chosen = CHOSEN.get(String.valueOf(settings.get(KEY)));
  }

  @Override
  public SSLEngine createClientSslEngine(String host, int port, String identification) {
    Chosen made = requireNonNull(chosen);
    SSLEngine engine = made.credential().identity().createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    String name = made.way().serverName();
    parameters.setServerNames(name == null ? List.of() : List.of(new SNIHostName(name)));
    engine.setSSLParameters(parameters);
    return engine;
  }

  @Override
  public SSLEngine createServerSslEngine(String host, int port) {
    throw new UnsupportedOperationException("of clients alone");
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> next) {
    return false;
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return Set.of();
  }

  @Override
  public @Nullable KeyStore keystore() {
    return null;
  }

  @Override
  public @Nullable KeyStore truststore() {
    return null;
  }

  @Override
  public void close() {}
}
