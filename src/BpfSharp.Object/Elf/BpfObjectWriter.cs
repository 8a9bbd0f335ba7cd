using System;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Writes an ELF relocatable that libbpf, bpftool, ip and tc load unchanged. Same object, same bytes.</summary>
public static class BpfObjectWriter
{
    public static byte[] Write(BpfObject value) => throw new NotImplementedException();
}
