using System;
using BpfSharp;
using BpfSharp.Views;
using Consumer;

byte[] packet = new byte[64];
packet[14] = 200;
using var simulation = new MeterSimulation();
Show("simulation", simulation.Measure, packet);
if (args is ["kernel"])
{
    using MeterObject loaded = MeterLoader.Load();
    Show("kernel", loaded.Measure, packet);
}

static void Show(string where, IXdpProgram program, byte[] packet)
{
    XdpResult result = program.Run(packet);
    Console.WriteLine($"{where}: {result.Verdict} {BitConverter.ToInt64(result.Packet.AsSpan(14))}");
}
