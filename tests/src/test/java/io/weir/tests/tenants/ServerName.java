package io.weir.tests.tenants;

import java.io.IOException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * Has a Kafka client ask in TLS for the name that stands in its settings, and check the certificate
 * for that, whatever address it connects to: as it would if the name were in the DNS. Made by that
 * client.
 */
public final class ServerName implements SslEngineFactory {
  private static final String SETTING = "tests.server.name";

  private final DefaultSslEngineFactory usual = new DefaultSslEngineFactory();
  private String name = "";

  /** Kafka's settings for a name. */
  static String[] of(String name) {
    return new String[] {"ssl.engine.factory.class", ServerName.class.getName(), SETTING, name};
  }

  @Override
  public void configure(Map<String, ?> settings) {
    usual.configure(settings);
    name = String.valueOf(settings.get(SETTING));
  }

  @Override
  public SSLEngine createClientSslEngine(String host, int port, String identification) {
    return usual.createClientSslEngine(name, port, identification);
  }

  @Override
  public SSLEngine createServerSslEngine(String host, int port) {
    return usual.createServerSslEngine(host, port);
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> next) {
    return usual.shouldBeRebuilt(next);
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return usual.reconfigurableConfigs();
  }

  @Override
  public KeyStore keystore() {
    return usual.keystore();
  }

  @Override
  public KeyStore truststore() {
    return usual.truststore();
  }

  @Override
  public void close() throws IOException {
    usual.close();
  }
}
