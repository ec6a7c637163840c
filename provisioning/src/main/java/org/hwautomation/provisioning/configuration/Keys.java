package org.hwautomation.provisioning.configuration;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.network.Ipv4Address;

/** All single-valued settings, with the names of the seed and of the Python version. */
final class Keys {
  static final Key<String> STATE_DIR =
      Key.of("state_dir", ValueTypes::text).variables("HWAUTO_STATE_DIR").standard(".");
  static final Key<String> DATABASE_PATH =
      Key.of("database.path", ValueTypes::text)
          .variables("DATABASE_PATH")
          .standard("hw_automation.db");
  static final Key<String> DATABASE_TABLE =
      Key.of("database.table_name", ValueTypes::identifier)
          .variables("DATABASE_TABLE_NAME")
          .standard("servers");

  static final Key<URI> DATABASE_URL =
      Key.of("database.url", ValueTypes::postgresUrl).variables("HWAUTO_DATABASE_URL");
  static final Key<Secret> DATABASE_PASSWORD =
      Key.of("database.password", ValueTypes::secret)
          .variables("HWAUTO_DATABASE_PASSWORD")
          .hidden();
  static final Key<String> DATABASE_SCHEMA =
      Key.of("database.schema", ValueTypes::schemaName)
          .variables("HWAUTO_DATABASE_SCHEMA")
          .standard("hwautomation");
  static final Key<Boolean> DATABASE_TLS =
      Key.of("database.tls", ValueTypes::flag).variables("HWAUTO_DATABASE_TLS");
  static final Key<String> DATABASE_ROOT_CERTIFICATE =
      Key.of("database.root_certificate", ValueTypes::text)
          .variables("HWAUTO_DATABASE_ROOT_CERTIFICATE");

  static final Key<URI> MAAS_URL =
      Key.of("maas.url", ValueTypes::maasUrl)
          .aliases("maas.host")
          .variables("MAAS_URL", "MAAS_HOST");
  static final Key<Secret> MAAS_API_KEY =
      Key.of("maas.api_key", ValueTypes::apiKey).variables("MAAS_API_KEY").hidden();
  static final Key<Secret> MAAS_CONSUMER_KEY =
      Key.of("maas.consumer_key", ValueTypes::secret).variables("MAAS_CONSUMER_KEY").hidden();
  static final Key<Secret> MAAS_TOKEN_KEY =
      Key.of("maas.token_key", ValueTypes::secret)
          .aliases("maas.consumer_token")
          .variables("MAAS_TOKEN_KEY")
          .hidden();
  static final Key<Secret> MAAS_TOKEN_SECRET =
      Key.of("maas.token_secret", ValueTypes::secret)
          .aliases("maas.secret")
          .variables("MAAS_TOKEN_SECRET")
          .hidden();
  static final Key<Boolean> MAAS_VERIFY =
      Key.of("maas.verify_ssl", ValueTypes::flag).variables("MAAS_VERIFY_SSL").standard("true");
  static final Key<Duration> MAAS_TIMEOUT =
      Key.of("maas.timeout", ValueTypes::seconds).variables("MAAS_TIMEOUT").standard("30");

  static final Key<String> BMC_USERNAME =
      Key.of("bmc.username", ValueTypes::text).variables("HWAUTO_BMC_USERNAME");
  static final Key<Secret> BMC_PASSWORD =
      Key.of("bmc.password", ValueTypes::secret).variables("HWAUTO_BMC_PASSWORD").hidden();

  static final Key<String> IPMI_USERNAME =
      Key.of("ipmi.username", ValueTypes::text).variables("IPMI_USERNAME");
  static final Key<Secret> IPMI_PASSWORD =
      Key.of("ipmi.password", ValueTypes::secret).variables("IPMI_PASSWORD").hidden();
  static final Key<Duration> IPMI_TIMEOUT =
      Key.of("ipmi.timeout", ValueTypes::seconds).variables("IPMI_TIMEOUT").standard("30");
  static final Key<Integer> IPMI_RETRIES =
      Key.of("ipmi.retries", ValueTypes::retries).variables("IPMI_RETRIES").standard("3");
  static final Key<Integer> IPMI_CIPHER =
      Key.of("ipmi.cipher_suite", ValueTypes::cipherSuite).variables("IPMI_CIPHER_SUITE");

  static final Key<String> SSH_USERNAME =
      Key.of("ssh.username", ValueTypes::text).variables("SSH_USERNAME").standard("ubuntu");
  static final Key<Secret> SSH_PASSWORD =
      Key.of("ssh.password", ValueTypes::secret).variables("SSH_PASSWORD").hidden();
  static final Key<String> SSH_KEY_PATH =
      Key.of("ssh.key_path", ValueTypes::text).variables("SSH_KEY_PATH");
  static final Key<Integer> SSH_PORT =
      Key.of("ssh.port", ValueTypes::port).variables("SSH_PORT").standard("22");
  static final Key<Duration> SSH_TIMEOUT =
      Key.of("ssh.timeout", ValueTypes::seconds).variables("SSH_TIMEOUT").standard("30");
  static final Key<Integer> SSH_RETRIES =
      Key.of("ssh.retries", ValueTypes::retries).variables("SSH_RETRIES").standard("3");

  static final Key<Duration> REDFISH_TIMEOUT =
      Key.of("redfish.timeout", ValueTypes::seconds).variables("REDFISH_TIMEOUT").standard("30");
  static final Key<Boolean> REDFISH_VERIFY =
      Key.of("redfish.verify_ssl", ValueTypes::flag)
          .variables("REDFISH_VERIFY_SSL")
          .standard("true");
  static final Key<Integer> REDFISH_RETRIES =
      Key.of("redfish.retries", ValueTypes::retries).variables("REDFISH_RETRIES").standard("3");

  static final Key<Ipv4Address> NETWORK_GATEWAY =
      Key.of("network.gateway", ValueTypes::address).variables("NETWORK_GATEWAY");
  static final Key<Ipv4Address> NETWORK_MASK =
      Key.of("network.subnet_mask", ValueTypes::mask).variables("NETWORK_SUBNET_MASK");

  static final Key<String> LOGGING_LEVEL =
      Key.of("logging.level", ValueTypes::level).variables("LOG_LEVEL").standard("INFO");
  static final Key<String> LOGGING_FILE =
      Key.of("logging.file", ValueTypes::text).variables("LOG_FILE");
  static final Key<String> LOGGING_FORMAT =
      Key.of("logging.format", ValueTypes::logFormat).variables("LOG_FORMAT").standard("text");

  static final Key<Integer> RETENTION_RUNS_DAYS =
      Key.of("retention.runs_days", ValueTypes::atLeastOne).variables("HWAUTO_RETENTION_RUNS_DAYS");

  static final Key<String> DEVICES_FILE =
      Key.of("devices.file", ValueTypes::text).variables("HWAUTO_DEVICES_FILE");

  static final Key<String> BIOS_TEMPLATES =
      Key.of("bios.templates", ValueTypes::text).variables("HWAUTO_BIOS_TEMPLATES");
  static final Key<String> BIOS_PRESERVE =
      Key.of("bios.preserve", ValueTypes::text).variables("HWAUTO_BIOS_PRESERVE");

  static final Key<String> DEFINITIONS_PATH =
      Key.of("definitions.path", ValueTypes::text)
          .variables("HWAUTO_DEFINITIONS_PATH")
          .standard("definitions");

  static final Key<String> FIRMWARE_CATALOG =
      Key.of("firmware.catalog", ValueTypes::text)
          .variables("HWAUTO_FIRMWARE_CATALOG")
          .standard("firmware");

  static final Key<Ipv4Address> FIRMWARE_SERVE_ADDRESS =
      Key.of("firmware.serve_address", ValueTypes::address)
          .variables("HWAUTO_FIRMWARE_SERVE_ADDRESS");
  static final Key<Integer> FIRMWARE_SERVE_PORT =
      Key.of("firmware.serve_port", ValueTypes::port)
          .variables("HWAUTO_FIRMWARE_SERVE_PORT")
          .standard("8085");

  static final Key<URI> SERVICE_PUBLIC_URL =
      Key.of("service.public_url", ValueTypes::publicUrl).variables("HWAUTO_PUBLIC_URL");

  static final Key<Duration> ALERTS_DELAY =
      Key.of("alerts.delay", ValueTypes::seconds).variables("HWAUTO_ALERTS_DELAY").standard("30");
  static final Key<Duration> ALERTS_QUIET =
      Key.of("alerts.quiet", ValueTypes::seconds).variables("HWAUTO_ALERTS_QUIET").standard("15m");
  static final Key<String> ALERTS_ROOT_CERTIFICATE =
      Key.of("alerts.root_certificate", ValueTypes::text)
          .variables("HWAUTO_ALERTS_ROOT_CERTIFICATE");
  static final Key<Secret> ALERTS_MAIL_PASSWORD =
      Key.of("alerts.mail_password", ValueTypes::secret)
          .variables("HWAUTO_ALERTS_MAIL_PASSWORD")
          .hidden();

  /** In the order in which they are shown. */
  static final List<Key<?>> ALL =
      List.of(
          STATE_DIR,
          DATABASE_PATH,
          DATABASE_TABLE,
          DATABASE_URL,
          DATABASE_PASSWORD,
          DATABASE_SCHEMA,
          DATABASE_TLS,
          DATABASE_ROOT_CERTIFICATE,
          MAAS_URL,
          MAAS_API_KEY,
          MAAS_CONSUMER_KEY,
          MAAS_TOKEN_KEY,
          MAAS_TOKEN_SECRET,
          MAAS_VERIFY,
          MAAS_TIMEOUT,
          BMC_USERNAME,
          BMC_PASSWORD,
          IPMI_USERNAME,
          IPMI_PASSWORD,
          IPMI_TIMEOUT,
          IPMI_RETRIES,
          IPMI_CIPHER,
          SSH_USERNAME,
          SSH_PASSWORD,
          SSH_KEY_PATH,
          SSH_PORT,
          SSH_TIMEOUT,
          SSH_RETRIES,
          REDFISH_TIMEOUT,
          REDFISH_VERIFY,
          REDFISH_RETRIES,
          NETWORK_GATEWAY,
          NETWORK_MASK,
          LOGGING_LEVEL,
          LOGGING_FILE,
          LOGGING_FORMAT,
          RETENTION_RUNS_DAYS,
          DEVICES_FILE,
          BIOS_TEMPLATES,
          BIOS_PRESERVE,
          DEFINITIONS_PATH,
          FIRMWARE_CATALOG,
          FIRMWARE_SERVE_ADDRESS,
          FIRMWARE_SERVE_PORT,
          SERVICE_PUBLIC_URL,
          ALERTS_DELAY,
          ALERTS_QUIET,
          ALERTS_ROOT_CERTIFICATE,
          ALERTS_MAIL_PASSWORD);

  /** Settings that hold more than one value; read from the file only. */
  static final Set<String> STRUCTURED =
      Set.of(
          "network.address_map",
          "bmc.pins",
          "maas.pins",
          "servers",
          "limits",
          "maintenance",
          "alerts.webhooks",
          "alerts.mail");

  private Keys() {}
}
