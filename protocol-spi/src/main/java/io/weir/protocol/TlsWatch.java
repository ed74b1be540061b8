package io.weir.protocol;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.weir.core.event.Event.Why;
import io.weir.core.place.ClientCertificate;
import java.io.IOException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Stands behind TLS, and says how the handshake went and what becomes of TLS after it. */
final class TlsWatch extends ChannelInboundHandlerAdapter {
  private final Arrival arrival;
  private @Nullable String serverName;
  private boolean isSecured;

  TlsWatch(Arrival arrival) {
    this.arrival = arrival;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    switch (event) {
      case SniCompletionEvent hello -> {
        serverName = hello.hostname();
        if (!hello.isSuccess()) {
          failed(hello.cause());
        }
      }
      case SslHandshakeCompletionEvent handshake -> {
        if (handshake.isSuccess()) {
          isSecured = true;
          SslHandler tls = context.pipeline().get(SslHandler.class);
          arrival.secured(serverName, certificate(tls.engine().getSession()));
        } else {
          failed(handshake.cause());
        }
      }
      // The client has said its last. Whoever cuts TLS off without that has closed the socket.
      case SslCloseCompletionEvent said -> context.close();
      default -> context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
    Throwable cause = thrown instanceof DecoderException ? thrown.getCause() : thrown;
    if (!isSecured) {
      failed(thrown);
    } else if (cause instanceof SSLException) {
      arrival.end("it broke TLS: " + cause.getMessage());
    } else {
      context.fireExceptionCaught(thrown);
    }
  }

  private void failed(Throwable thrown) {
    Throwable cause =
        thrown instanceof DecoderException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    // A closed channel is one too.
    boolean isGone = cause instanceof IOException && !(cause instanceof SSLException);
    if (isGone) {
      arrival.gone();
    } else {
      arrival.refuse(Why.TLS, "the TLS handshake failed: " + cause.getMessage());
    }
  }

  private static @Nullable ClientCertificate certificate(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? ClientCertificate.of(certificate)
          : null;
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }
}
