package org.hwautomation.provisioning.safety;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BiosDangerTest {
  @ParameterizedTest
  @CsvSource({
    "BootMode, BOOT",
    "BootModeSelect_0140, BOOT",
    "UefiOptimizedBoot, BOOT",
    "SetBootOrderEn, BOOT",
    "PxeDev1EnDis, NETWORK",
    "IPv4PXESupport_00F4, NETWORK",
    "NetworkStack_00F3, NETWORK",
    "NicBoot1, NETWORK",
    "Slot1NicBoot1, NETWORK",
    "EmbNic1Nic2, NETWORK",
    "EmbNicEnable, NETWORK",
    "IntegratedNetwork1, NETWORK",
    "OnboardLAN1OptionROM_0115, NETWORK",
    "PrebootNetworkEnvPolicy, NETWORK",
    "PciSlot1Enable, NETWORK",
    "EmbSata, STORAGE",
    "EmbeddedSata, STORAGE",
    "SATAModeSelection_00DD, STORAGE",
    "IntegratedRaid, STORAGE",
    "SecureBoot, SECURE_BOOT",
    "SecureBootEnable_0122, SECURE_BOOT",
    "ResetKeys_0123, SECURE_BOOT",
    "TpmOperation, TPM",
    "Tpm2Hierarchy, TPM",
    "TpmPpiBypassClear, TPM",
    "AdminPassword, PASSWORD",
    "SysPassword, PASSWORD",
    "AdministratorPassword_0117, PASSWORD",
    "RedfishHostInterface, BMC",
    "AllowLoginWithIlo, BMC",
    "SerialComm, SERIAL",
    "RedirAfterBoot, SERIAL",
    "ConTermType, SERIAL",
    "SOLConsoleRedirection_0131, SERIAL",
    "ConsoleRedirectionEMS_0083, SERIAL",
    "SerialConsolePort, SERIAL",
    "EmbeddedSerialPort, SERIAL",
    "RestoreManufacturingDefaults, RESET",
    "SgxFactoryReset, RESET",
    "SerialNumber, IDENTITY"
  })
  void settings_that_can_cut_us_off_are_known(String name, BiosDanger danger) {
    assertThat(BiosDanger.of(name, "", "")).contains(danger);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ProcVirtualization",
        "LogicalProc",
        "SysProfile",
        "SriovGlobalEnable",
        "ProcSMT",
        "Sriov",
        "ProcAmdIoVt",
        "WorkloadProfile",
        "NumaMemoryDomainsPerSocket",
        "ProcX2Apic",
        "Hyper_Threading_ALL__F27F",
        "IntelVirtualizationTechnology_3C6F",
        "SR_IOVSupport_0047",
        "TurboMode_3D06",
        "ExtendedAPIC_00E6",
        "SNC_0105",
        "MemFrequency",
        "AcPwrRcvry",
        "QuietBoot_002D",
        "NetworkBootRetry",
        "WakeOnLan",
        "IpmiWatchdogTimerTimeout",
        "RestoreonACPowerLoss_0035",
        "BootSeqRetry",
        "MemoryLanguage",
        "PlatformPowerBalancing_3D70"
      })
  void ordinary_settings_need_no_approval(String name) {
    assertThat(BiosDanger.of(name, "", "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "X_0001, Boot Mode Select, ./Boot, BOOT",
    "X_0002, Administrator Password, ./Security, PASSWORD",
    "BitsPerSecond_013C, Bits per second, ./Advanced/Serial Port Console Redirection/SOL, SERIAL",
    "HttpDev1TlsMode, TLS Authentication Mode, ./NetworkSettingsRef/X, NETWORK",
    "X_0003, Device Select, ./Advanced/Trusted Computing, TPM",
    "Slot3, Slot 3, ./IntegratedDevicesRef/SlotDisablementRef, NETWORK"
  })
  void the_setup_screens_names_count_too(
      String name, String display, String menu, BiosDanger danger) {
    assertThat(BiosDanger.of(name, display, menu)).contains(danger);
  }
}
