using System;
using System.IO;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using DdosPipeline.Classic;

namespace BpfSharp.Samples.Tests.DdosPipeline;

/// <summary>The kernel's own classic BPF: a filter of a socket (<c>SO_ATTACH_FILTER</c>), which sees a datagram's bytes and says how many of them arrive.</summary>
internal sealed class SocketFilter : IDisposable
{
    private const int SocketLevel = 1;
    private const int AttachFilter = 26;
    private const int InstructionSize = 8;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"bpfsharp-filter-{Environment.ProcessId}-{Guid.NewGuid():N}");
    private readonly Socket _receiver = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    private readonly Socket _sender = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public SocketFilter()
    {
        _receiver.Bind(new UnixDomainSocketEndPoint(_path));
        _sender.Connect(new UnixDomainSocketEndPoint(_path));
    }

    /// <summary>Puts a program in the place of the one before.</summary>
    /// <exception cref="SocketException">The kernel refuses it.</exception>
    public unsafe void Attach(ClassicProgram program)
    {
        byte[] code = new byte[program.Instructions.Count * InstructionSize];
        for (int i = 0; i < program.Instructions.Count; i++)
        {
            ClassicInstruction instruction = program.Instructions[i];
            Span<byte> slot = code.AsSpan(i * InstructionSize);
            MemoryMarshal.Write(slot, instruction.Code);
            slot[2] = instruction.True;
            slot[3] = instruction.False;
            MemoryMarshal.Write(slot[4..], instruction.K);
        }

        fixed (byte* first = code)
        {
            Span<byte> program16 = stackalloc byte[16]; // struct sock_fprog
            program16.Clear();
            MemoryMarshal.Write(program16, (ushort)program.Instructions.Count);
            MemoryMarshal.Write(program16[8..], (ulong)first);
            _receiver.SetRawSocketOption(SocketLevel, AttachFilter, program16);
        }
    }

    /// <summary>How many bytes of a packet the filter lets through; 0: none.</summary>
    public int Run(ReadOnlySpan<byte> packet)
    {
        _sender.Send(packet);
        Span<byte> received = stackalloc byte[packet.Length];
        try
        {
            return _receiver.Receive(received);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
            return 0;
        }
    }

    public void Dispose()
    {
        _receiver.Dispose();
        _sender.Dispose();
        File.Delete(_path);
    }
}
