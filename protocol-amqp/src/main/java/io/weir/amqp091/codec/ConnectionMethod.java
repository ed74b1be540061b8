package io.weir.amqp091.codec;

/** Class 10 (1.4.2): the connection itself, always on channel 0. */
public sealed interface ConnectionMethod extends Method {

  /**
   * The server's first method: what it is, and how one may authenticate.
   *
   * @param mechanisms names between spaces
   * @param locales likewise
   */
  record Start(
      int versionMajor,
      int versionMinor,
      Table serverProperties,
      ByteString mechanisms,
      ByteString locales)
      implements ConnectionMethod, Synchronous<StartOk> {
    static Start read(ArgumentReader in) {
      return new Start(in.octet(), in.octet(), in.table(), in.longString(), in.longString());
    }

    @Override
    public MethodId id() {
      return MethodId.CONNECTION_START;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.octet(versionMajor)
          .octet(versionMinor)
          .table(serverProperties)
          .longString(mechanisms)
          .longString(locales);
    }
  }

  /** Who the client is, and the first answer of the mechanism that it chose. */
  record StartOk(Table clientProperties, String mechanism, ByteString response, String locale)
      implements ConnectionMethod {
    static StartOk read(ArgumentReader in) {
      return new StartOk(in.table(), in.text(), in.longString(), in.text());
    }

    @Override
    public MethodId id() {
      return MethodId.CONNECTION_START_OK;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.table(clientProperties).text(mechanism).longString(response).text(locale);
    }
  }

  /** A further question of the mechanism. */
  record Secure(ByteString challenge) implements ConnectionMethod, Synchronous<SecureOk> {
    static Secure read(ArgumentReader in) {
      return new Secure(in.longString());
    }

    @Override
    public MethodId id() {
      return MethodId.CONNECTION_SECURE;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.longString(challenge);
    }
  }

  /** Its answer. */
  record SecureOk(ByteString response) implements ConnectionMethod {
    static SecureOk read(ArgumentReader in) {
      return new SecureOk(in.longString());
    }

    @Override
    public MethodId id() {
      return MethodId.CONNECTION_SECURE_OK;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.longString(response);
    }
  }

  /**
   * What the server proposes.
   *
   * @param channelMax the highest number of a channel; 0 is no limit
   * @param frameMax the largest frame in bytes, all of it; 0 is no limit
   * @param heartbeat in seconds; 0 is none
   */
  record Tune(int channelMax, long frameMax, int heartbeat)
      implements ConnectionMethod, Synchronous<TuneOk> {
    static Tune read(ArgumentReader in) {
      return new Tune(in.shortInt(), in.longInt(), in.shortInt());
    }

    @Override
    public MethodId id() {
      return MethodId.CONNECTION_TUNE;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(channelMax).longInt(frameMax).shortInt(heartbeat);
    }
  }

  /**
   * What holds, none of it more than was proposed.
   *
   * @param channelMax see {@link Tune}
   * @param frameMax see {@link Tune}
   * @param heartbeat see {@link Tune}
   */
  record TuneOk(int channelMax, long frameMax, int heartbeat) implements ConnectionMethod {
    static TuneOk read(ArgumentReader in) {
      return new TuneOk(in.shortInt(), in.longInt(), in.shortInt());
    }

    @Override
    public MethodId id() {
      return MethodId.CONNECTION_TUNE_OK;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(channelMax).longInt(frameMax).shortInt(heartbeat);
    }
  }

  /** The client chooses a virtual host. */
  record Open(String virtualHost, String capabilities, boolean insist)
      implements ConnectionMethod, Synchronous<OpenOk> {
    static Open read(ArgumentReader in) {
      return new Open(in.text(), in.text(), in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.CONNECTION_OPEN;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.text(virtualHost).text(capabilities).bit(insist);
    }
  }

  /** The connection is open. */
  record OpenOk(String knownHosts) implements ConnectionMethod {
    static OpenOk read(ArgumentReader in) {
      return new OpenOk(in.text());
    }

    @Override
    public MethodId id() {
      return MethodId.CONNECTION_OPEN_OK;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.text(knownHosts);
    }
  }

  /**
   * From either side: nothing but the answer follows.
   *
   * @param replyCode see {@link ReplyCode}
   * @param classId of the method that is the reason, or 0
   * @param methodId likewise
   */
  record Close(int replyCode, String replyText, int classId, int methodId)
      implements ConnectionMethod, Synchronous<CloseOk> {
    static Close read(ArgumentReader in) {
      return new Close(in.shortInt(), in.text(), in.shortInt(), in.shortInt());
    }

    @Override
    public MethodId id() {
      return MethodId.CONNECTION_CLOSE;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(replyCode).text(replyText).shortInt(classId).shortInt(methodId);
    }
  }

  /** From either side: the connection is closed. */
  record CloseOk() implements ConnectionMethod {
    @Override
    public MethodId id() {
      return MethodId.CONNECTION_CLOSE_OK;
    }
  }

  /** RabbitMQ's: publishing will not be read until {@link Unblocked}. */
  record Blocked(String reason) implements ConnectionMethod {
    static Blocked read(ArgumentReader in) {
      return new Blocked(in.text());
    }

    @Override
    public MethodId id() {
      return MethodId.CONNECTION_BLOCKED;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.text(reason);
    }
  }

  /** RabbitMQ's: publishing is read again. */
  record Unblocked() implements ConnectionMethod {
    @Override
    public MethodId id() {
      return MethodId.CONNECTION_UNBLOCKED;
    }
  }

  /** RabbitMQ's: credentials that replace those that expire. */
  record UpdateSecret(ByteString newSecret, String reason)
      implements ConnectionMethod, Synchronous<UpdateSecretOk> {
    static UpdateSecret read(ArgumentReader in) {
      return new UpdateSecret(in.longString(), in.text());
    }

    @Override
    public MethodId id() {
      return MethodId.CONNECTION_UPDATE_SECRET;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.longString(newSecret).text(reason);
    }
  }

  /** They are taken. */
  record UpdateSecretOk() implements ConnectionMethod {
    @Override
    public MethodId id() {
      return MethodId.CONNECTION_UPDATE_SECRET_OK;
    }
  }
}
